package io.propolis.glue.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What an operation is answered with. */
@FunctionalInterface
public interface Answer {
  /** Writes it as one object. It has begun to leave by then: nothing may be refused any more. */
  void writeTo(JsonGenerator json) throws IOException;
}
