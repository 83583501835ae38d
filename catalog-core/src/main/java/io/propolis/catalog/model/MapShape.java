package io.propolis.catalog.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of maps that have the same ones in the same order: such a map is then no more than an
 * array of values.
 */
public final class MapShape {
  /** More keys are looked up by their hash. */
  private static final int FEW = 12;

  private final String[] keys;
  private final @Nullable Map<String, Integer> places;

  /** The keys have to be distinct. */
  public MapShape(List<String> keys) {
    this.keys = keys.toArray(String[]::new);
    this.places = this.keys.length > FEW ? new HashMap<>() : null;
    if (places != null) {
      for (int i = 0; i < this.keys.length; i++) {
        places.put(this.keys[i], i);
      }
    }
  }

  public int size() {
    return keys.length;
  }

  /** The immutable map that has these values, in the order of the keys. Keeps the array. */
  public Map<String, String> with(@Nullable String[] values) {
    if (values.length != keys.length) {
      throw new IllegalArgumentException(
          "%d values for %d keys".formatted(values.length, keys.length));
    }
    return new Shaped(this, values);
  }

  /** The shape of a map that was made by one. */
  static boolean made(Map<String, String> map) {
    return map instanceof Shaped;
  }

  private int place(@Nullable Object key) {
    if (places != null) {
      return key == null ? placeOfNull() : places.getOrDefault(key, -1);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] == null ? key == null : keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private int placeOfNull() {
    return Arrays.asList(keys).indexOf(null);
  }

  private static final class Shaped extends AbstractMap<String, String> {
    private final MapShape shape;
    private final @Nullable String[] values;

    Shaped(MapShape shape, @Nullable String[] values) {
      this.shape = shape;
      this.values = values;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return shape.place(key) >= 0;
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
      int place = shape.place(key);
      return place < 0 ? null : values[place];
    }

    @Override
    public @Nullable String getOrDefault(@Nullable Object key, @Nullable String otherwise) {
      int place = shape.place(key);
      return place < 0 ? otherwise : values[place];
    }

    @Override
    @SuppressWarnings("NullAway") // clients do send null values, which Map's types do not admit
    public void forEach(BiConsumer<? super String, ? super String> action) {
      for (int i = 0; i < values.length; i++) {
        action.accept(shape.keys[i], values[i]);
      }
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return values.length;
        }

        @Override
        public Iterator<Entry<String, String>> iterator() {
          return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
              return next < values.length;
            }

            @Override
            @SuppressWarnings("NullAway") // as above
            public Entry<String, String> next() {
              if (next >= values.length) {
                throw new NoSuchElementException();
              }
              int place = next++;
              return new SimpleImmutableEntry<>(shape.keys[place], values[place]);
            }
          };
        }
      };
    }
  }
}
