package io.propolis.thrift.encode;

import io.propolis.thrift.api.ApiMethod;
import io.propolis.thrift.wire.Encoding;
import io.propolis.thrift.wire.Reply;
import io.propolis.thrift.wire.ReplyWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The result of a method around the one value that is written by hand. */
public final class Envelope {
  private static final int SUCCESS = 0;

  private final String method;
  private final Object sample;
  private final Template.Path hole;
  private volatile @Nullable Template binary;
  private volatile @Nullable Template compact;

  /**
   * @param sample a successful value of the method, with something in the place of the value
   * @param fields the numbers of the fields that lead to the value within the sample; none when it
   *     is the value
   */
  public Envelope(String method, Object sample, int... fields) {
    this.method = method;
    this.sample = sample;
    var path = new int[fields.length + 1];
    path[0] = SUCCESS;
    System.arraycopy(fields, 0, path, 1, fields.length);
    this.hole = new Template.Path(path);
  }

  /** The reply with that value in it. */
  public Reply around(Consumer<ReplyWriter> value) {
    return writer -> {
      var template = template(writer.encoding());
      writer.bytes(template.part(0));
      value.accept(writer);
      writer.bytes(template.part(1));
    };
  }

  private Template template(Encoding encoding) {
    var known = encoding == Encoding.BINARY ? binary : compact;
    if (known != null) {
      return known;
    }
    var api =
        ApiMethod.find(method)
            .orElseThrow(() -> new IllegalStateException("The API has no method " + method));
    var result = api.newResult();
    api.succeed(result, sample);
    var made = Template.of(encoding, result, hole);
    if (encoding == Encoding.BINARY) {
      binary = made;
    } else {
      compact = made;
    }
    return made;
  }
}
