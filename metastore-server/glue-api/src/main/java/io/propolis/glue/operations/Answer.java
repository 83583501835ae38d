package io.propolis.glue.operations;

import io.propolis.glue.codec.JsonBytes;
import java.io.IOException;

/** What an operation is answered with. */
@FunctionalInterface
public interface Answer {
  /** Writes it as one object. It has begun to leave by then: nothing may be refused any more. */
  void writeTo(JsonBytes out) throws IOException;

  /** One that a generator writes. */
  static Answer generated(JsonBytes.Writing writing) {
    return out -> out.generated(writing);
  }
}
