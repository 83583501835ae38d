package io.propolis.thrift.encode;

import io.propolis.thrift.wire.Encoding;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/** Lists of texts as Thrift's own protocols write them. */
public final class EncodedTexts {
  private static final int USUAL_BYTES_PER_TEXT = 32;

  private EncodedTexts() {}

  public static byte[] of(List<String> texts, Encoding encoding) {
    try {
      var buffer = new TMemoryBuffer(USUAL_BYTES_PER_TEXT * (texts.size() + 1));
      var protocol = encoding.over(buffer);
      protocol.writeListBegin(new TList(TType.STRING, texts.size()));
      for (var text : texts) {
        protocol.writeString(text);
      }
      protocol.writeListEnd();
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException e) {
      throw new IllegalStateException("A buffer in memory broke", e);
    }
  }
}
