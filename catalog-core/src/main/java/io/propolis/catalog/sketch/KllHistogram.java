package io.propolis.catalog.sketch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A KLL sketch of floats: the distribution of a column's values in a few kilobytes, in the bytes in
 * which Hive 4 keeps them (Apache DataSketches' {@code KllFloatsSketch}). An item of level {@code
 * i} stands for {@code 2^i} values; a level that is too full is sorted and every second item of it
 * moves up (Karnin, Lang and Liberty, Optimal Quantile Approximation in Streams, 2016). Not
 * thread-safe.
 *
 * <p>Few values are kept as they came, and merging keeps them all; beyond that, which half of a
 * level moves is chosen by numbers that depend on what was merged only: the same parts give the
 * same bytes.
 */
public final class KllHistogram {
  private static final byte FAMILY = 15;
  private static final byte SHORT_PREAMBLE = 2;
  private static final byte LONG_PREAMBLE = 5;
  private static final byte VERSION = 1;
  private static final byte VERSION_SINGLE = 2;
  private static final byte VERSION_UPDATABLE = 3;
  private static final byte EMPTY = 1;
  private static final byte LEVEL_ZERO_SORTED = 2;
  private static final byte SINGLE = 4;
  private static final int LEVELS_AT = 20;
  private static final int MOST_LEVELS = 61;

  /** Levels deeper than this below the top hold the smallest number of items whatever k is. */
  private static final int DEEPEST_GROWING = 30;

  /** How much more than a sketch may hold is taken in before it is made smaller. */
  private static final int SLACK = 4;

  private final int k;
  private final int smallestLevel;
  private final List<Level> levels = new ArrayList<>();
  private int smallestK;
  private long count;
  private float low = Float.NaN;
  private float high = Float.NaN;

  private KllHistogram(int k, int smallestLevel) {
    this.k = k;
    this.smallestLevel = smallestLevel;
    this.smallestK = k;
  }

  /** Reads Hive's bytes; empty when they are of another kind, or damaged. */
  public static Optional<KllHistogram> read(byte[] bytes) {
    try {
      return Optional.of(read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty(); // it ends early, or says what cannot be
    }
  }

  private static KllHistogram read(ByteBuffer in) {
    int preamble = in.get(0);
    int version = in.get(1);
    int flags = in.get(3);
    require(in.get(2) == FAMILY, "family");
    var sketch = new KllHistogram(in.getShort(4) & 0xFFFF, in.get(6));
    require(sketch.smallestLevel >= 2 && sketch.k >= sketch.smallestLevel, "k");
    if ((flags & EMPTY) != 0) {
      sketch.levels.add(new Level(new float[0]));
    } else if (preamble == SHORT_PREAMBLE) {
      require(version == VERSION_SINGLE && (flags & SINGLE) != 0, "version");
      sketch.single(in.getFloat(8));
    } else {
      require(preamble == LONG_PREAMBLE && version != VERSION_SINGLE, "preamble");
      sketch.readLevels(in, version == VERSION_UPDATABLE);
      sketch.levels.get(0).sorted = (flags & LEVEL_ZERO_SORTED) != 0;
    }
    return sketch;
  }

  private void single(float item) {
    levels.add(new Level(new float[] {item}));
    count = 1;
    low = item;
    high = item;
  }

  private void readLevels(ByteBuffer in, boolean withFreeSpace) {
    count = in.getLong(8);
    smallestK = in.getShort(16) & 0xFFFF;
    int height = in.get(18);
    require(height >= 1 && height <= MOST_LEVELS, "levels");
    int capacity = capacity(height);
    in.position(LEVELS_AT);
    var starts = new int[height + 1];
    for (int i = 0; i < height; i++) {
      starts[i] = in.getInt();
    }
    starts[height] = withFreeSpace ? in.getInt() : capacity;
    low = in.getFloat();
    high = in.getFloat();
    int first = in.position() - (withFreeSpace ? 0 : starts[0] * Float.BYTES);
    long weight = 0;
    for (int i = 0; i < height; i++) {
      int size = starts[i + 1] - starts[i];
      require(starts[i] >= 0 && size >= 0 && starts[i + 1] <= capacity, "level");
      var items = new float[size];
      in.position(first + starts[i] * Float.BYTES);
      in.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(items);
      levels.add(new Level(items));
      weight += (long) size << i;
    }
    require(weight == count, "count");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("Not a sketch: " + what);
    }
  }

  /** How many values it describes. */
  public long count() {
    return count;
  }

  /** Takes in the values of another, of whatever size. */
  public void merge(KllHistogram other) {
    if (other.count == 0) {
      return;
    }
    if (other.levels.size() > 1) {
      smallestK = Math.min(smallestK, other.smallestK);
    }
    low = count == 0 ? other.low : Math.min(low, other.low);
    high = count == 0 ? other.high : Math.max(high, other.high);
    count += other.count;
    while (levels.size() < other.levels.size()) {
      levels.add(new Level(new float[0]));
    }
    levels.get(0).addInFront(other.levels.get(0));
    for (int i = 1; i < other.levels.size(); i++) {
      levels.get(i).addBehind(other.levels.get(i));
    }
    if (size() > SLACK * capacity(levels.size())) {
      shrink();
    }
  }

  private int size() {
    int size = 0;
    for (var level : levels) {
      size += level.size;
    }
    return size;
  }

  /** Makes it as small as it should be: the lowest level that is too full goes up by half. */
  private void shrink() {
    var coin = new SplittableRandom(count);
    while (size() > capacity(levels.size())) {
      int full = 0;
      while (levels.get(full).size < capacity(levels.size(), full)) {
        full++;
      }
      if (full == levels.size() - 1) {
        levels.add(new Level(new float[0]));
      }
      levels.get(full).halveInto(levels.get(full + 1), coin.nextInt(2));
    }
  }

  private int capacity(int height) {
    int capacity = 0;
    for (int level = 0; level < height; level++) {
      capacity += capacity(height, level);
    }
    return capacity;
  }

  /** Two thirds of the level above, rounded from the top level's k. */
  private int capacity(int height, int level) {
    int depth = height - level - 1;
    if (depth > DEEPEST_GROWING) {
      return smallestLevel;
    }
    long power = 1;
    for (int i = 0; i < depth; i++) {
      power *= 3;
    }
    long twice = ((2L * k) << depth) / power;
    return (int) Math.max(smallestLevel, (twice + 1) / 2);
  }

  /** DataSketches' bytes. */
  public byte[] bytes() {
    shrink();
    boolean isShort = count <= 1;
    int height = levels.size();
    var out =
        ByteBuffer.allocate(
                isShort
                    ? 8 + Float.BYTES * (int) count
                    : LEVELS_AT + Integer.BYTES * height + Float.BYTES * (2 + size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(isShort ? SHORT_PREAMBLE : LONG_PREAMBLE);
    out.put(count == 1 ? VERSION_SINGLE : VERSION);
    out.put(FAMILY);
    out.put((byte) (flags() | (levels.get(0).sorted ? LEVEL_ZERO_SORTED : 0)));
    out.putShort((short) k).put((byte) smallestLevel).put((byte) 0);
    if (isShort) {
      if (count == 1) {
        out.putFloat(low);
      }
      return out.array();
    }
    out.putLong(count).putShort((short) smallestK).put((byte) height).put((byte) 0);
    int start = capacity(height) - size();
    for (var level : levels) {
      out.putInt(start);
      start += level.size;
    }
    out.putFloat(low).putFloat(high);
    for (int i = 0; i < height; i++) {
      if (i > 0) {
        levels.get(i).sort();
      }
      levels.get(i).write(out);
    }
    return out.array();
  }

  private int flags() {
    return count == 0 ? EMPTY : count == 1 ? SINGLE : 0;
  }

  /** Items of one weight. */
  private static final class Level {
    private float[] items;
    private int size;
    private boolean sorted;

    Level(float[] items) {
      this.items = items;
      this.size = items.length;
    }

    private void makeRoom(int more) {
      if (size + more > items.length) {
        items = Arrays.copyOf(items, Math.max(size + more, 2 * items.length));
      }
    }

    /** The newest item stands first, as DataSketches fills its lowest level. */
    void addInFront(Level other) {
      makeRoom(other.size);
      System.arraycopy(items, 0, items, other.size, size);
      for (int i = 0; i < other.size; i++) {
        items[i] = other.items[other.size - 1 - i];
      }
      size += other.size;
      sorted = false;
    }

    void addBehind(Level other) {
      makeRoom(other.size);
      System.arraycopy(other.items, 0, items, size, other.size);
      size += other.size;
      sorted = false;
    }

    void sort() {
      if (!sorted) {
        Arrays.sort(items, 0, size);
        sorted = true;
      }
    }

    /** Every second item goes up; of an odd number the first stays. */
    void halveInto(Level above, int offset) {
      int stays = size & 1;
      Arrays.sort(items, stays, size);
      int moved = (size - stays) / 2;
      above.makeRoom(moved);
      for (int i = 0; i < moved; i++) {
        above.items[above.size + i] = items[stays + 2 * i + offset];
      }
      above.size += moved;
      above.sorted = false;
      size = stays;
    }

    void write(ByteBuffer out) {
      for (int i = 0; i < size; i++) {
        out.putFloat(items[i]);
      }
    }
  }
}
