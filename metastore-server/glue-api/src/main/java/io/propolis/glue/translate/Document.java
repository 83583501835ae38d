package io.propolis.glue.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.glue.codec.Encoded;
import io.propolis.glue.codec.PojoReader;
import io.propolis.glue.codec.Unknown;
import software.amazon.awssdk.core.SdkPojo;

/** Objects of the API as texts that are kept: their JSON, with members that nobody knows. */
public final class Document {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Document() {}

  public static String of(SdkPojo object, Unknown unknown) {
    return Encoded.of(object, unknown).getValue();
  }

  /**
   * The object again.
   *
   * @param unknown takes the members that nobody knows
   */
  public static <T> T read(String document, SdkPojo builder, Class<T> type, Unknown unknown) {
    try {
      return new PojoReader(unknown).read(JSON.readTree(document), builder, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A kept document cannot be read: " + document, e);
    }
  }
}
