package io.propolis.thrift.wire;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The methods that are answered without beans.
 *
 * @param byName all of them
 * @param brief those of them whose replies are small and, mostly, made of what is in memory: a
 *     {@link Lane} answers them itself
 * @param moments what their reads see
 */
public record HotMethods(Map<String, HotMethod> byName, Set<String> brief, Moments moments) {
  /** None. */
  static final HotMethods NONE = of(Map.of());

  public HotMethods {
    byName = Map.copyOf(byName);
    brief = Set.copyOf(brief);
    if (!byName.keySet().containsAll(brief)) {
      throw new IllegalArgumentException("Not all brief methods are hot: " + brief);
    }
  }

  /** Methods that read no catalog, none of them brief. */
  public static HotMethods of(Map<String, HotMethod> byName) {
    return new HotMethods(byName, Set.of(), new Any());
  }

  /** Lets reads of the calling thread see the catalog as of one moment. */
  public interface Moments {
    /** One that is learned by the first read. */
    <T> T sharing(Supplier<T> reads);

    /**
     * One that is learned before the first read, after which none may wait: who would throws {@link
     * io.propolis.catalog.cache.NotInMemoryException}.
     */
    void fromMemory(Runnable reads);
  }

  private static final class Any implements Moments {
    @Override
    public <T> T sharing(Supplier<T> reads) {
      return reads.get();
    }

    @Override
    public void fromMemory(Runnable reads) {
      reads.run();
    }
  }
}
