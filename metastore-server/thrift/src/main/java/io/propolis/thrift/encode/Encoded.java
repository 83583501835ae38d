package io.propolis.thrift.encode;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.thrift.wire.Encoding;
import io.propolis.thrift.wire.ReplyWriter;
import java.util.function.Function;

/**
 * Objects of the catalog as they are written, kept beside each object for as long as the object
 * itself is kept. The object is immutable and known by its identity, so what is kept is never older
 * than it.
 *
 * <p>Hot: {@code get_table} is one look-up and one copy of bytes; {@code bench} measures it.
 */
public final class Encoded<T> {
  private final Cache<T, byte[]> binary;
  private final Cache<T, byte[]> compact;

  /**
   * @param maxBytes kept at most, for each encoding
   */
  public Encoded(long maxBytes) {
    this.binary = cache(maxBytes);
    this.compact = cache(maxBytes);
  }

  private static <T> Cache<T, byte[]> cache(long maxBytes) {
    return Caffeine.newBuilder()
        .weakKeys()
        .maximumWeight(maxBytes)
        .weigher((T object, byte[] bytes) -> bytes.length)
        .executor(Runnable::run)
        .build();
  }

  /**
   * Writes the object.
   *
   * @param encoder how, where it has not been written before; always the same for the same object
   */
  public void write(T object, Function<Encoding, byte[]> encoder, ReplyWriter writer) {
    var encoding = writer.encoding();
    var cache = encoding == Encoding.BINARY ? binary : compact;
    var bytes = cache.getIfPresent(object);
    if (bytes == null) {
      bytes = encoder.apply(encoding);
      cache.put(object, bytes);
    }
    writer.bytes(bytes);
  }
}
