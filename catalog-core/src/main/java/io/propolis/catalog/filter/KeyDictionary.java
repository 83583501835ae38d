package io.propolis.catalog.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of one partition key, numbered in the order in which they came: a value keeps
 * its code for ever. One thread at a time adds; others read what a {@link View} shows meanwhile.
 *
 * <p>Values lie in one array of bytes, as ASCII or as UTF-16, because a million of them as objects
 * would take six times as much.
 */
public final class KeyDictionary {
  /** The code of a value that is not here. */
  public static final int ABSENT = -1;

  /** Up to so many values are kept as objects too, once they were asked for. */
  private static final int MOST_STRINGS = 1 << 16;

  private static final int BYTES_PER_STRING = 72;
  private static final int SEED = ThreadLocalRandom.current().nextInt();
  private static final int FACTOR = ThreadLocalRandom.current().nextInt() << 3 | 5;

  private byte[] bytes = new byte[64];

  /** Where each value begins, times two, odd for UTF-16; one more than there are values. */
  private int[] starts = new int[8];

  private int size;

  /** Codes plus one by the hash of their values; 0 where none is. */
  private int[] slots = new int[16];

  private @Nullable String[] strings = new String[8];
  private final AtomicReferenceArray<@Nullable KeyOrdering> orderings =
      new AtomicReferenceArray<>(KeyType.values().length);

  /** The code of a value, which is added when it is new. */
  public int add(String value) {
    int found = find(value, bytes, starts, size, slots);
    if (found != ABSENT) {
      return found;
    }
    boolean ascii = isAscii(value);
    int begin = starts[size] >>> 1;
    int length = ascii ? value.length() : value.length() * 2;
    long end = (long) begin + length;
    if (end > Integer.MAX_VALUE / 2) {
      throw new IllegalStateException("The values of a partition key take more than 1 GiB");
    }
    reserve((int) end);
    write(value, ascii, begin);
    starts[size] = begin << 1 | (ascii ? 0 : 1);
    starts[size + 1] = (int) end << 1;
    int code = size++;
    if (size * 2 > slots.length) {
      slots = rehashed();
    } else {
      insert(slots, hash(value), code);
    }
    return code;
  }

  private void reserve(int end) {
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE / 2, Math.max(end, bytes.length * 2L)));
    }
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      if (strings.length < MOST_STRINGS) {
        strings = Arrays.copyOf(strings, starts.length);
      }
    }
  }

  private void write(String value, boolean ascii, int begin) {
    int at = begin;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (ascii) {
        bytes[at++] = (byte) c;
      } else {
        bytes[at++] = (byte) (c >>> 8);
        bytes[at++] = (byte) c;
      }
    }
  }

  private int[] rehashed() {
    var larger = new int[slots.length * 2];
    for (int code = 0; code < size; code++) {
      insert(larger, hash(value(code, bytes, starts)), code);
    }
    return larger;
  }

  private static void insert(int[] slots, int hash, int code) {
    int mask = slots.length - 1;
    int at = hash & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = code + 1;
  }

  /** Not String's: clients choose the values, and could choose them to collide. */
  private static int hash(String value) {
    int hash = SEED;
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * FACTOR;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** Codes at or above {@code size} may be there already, for others. */
  private static int find(String value, byte[] bytes, int[] starts, int size, int[] slots) {
    int mask = slots.length - 1;
    int at = hash(value) & mask;
    while (slots[at] != 0) {
      int code = slots[at] - 1;
      if (code >= 0 && code < size && isEqual(value, code, bytes, starts)) {
        return code;
      }
      at = (at + 1) & mask;
    }
    return ABSENT;
  }

  private static boolean isEqual(String value, int code, byte[] bytes, int[] starts) {
    int begin = starts[code] >>> 1;
    int length = (starts[code + 1] >>> 1) - begin;
    boolean ascii = (starts[code] & 1) == 0;
    if (length != (ascii ? value.length() : value.length() * 2)) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      int stored =
          ascii
              ? bytes[begin + i]
              : (bytes[begin + 2 * i] & 0xFF) << 8 | bytes[begin + 2 * i + 1] & 0xFF;
      if (stored != value.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String value(int code, byte[] bytes, int[] starts) {
    int begin = starts[code] >>> 1;
    int length = (starts[code + 1] >>> 1) - begin;
    if ((starts[code] & 1) == 0) {
      return new String(bytes, begin, length, StandardCharsets.ISO_8859_1);
    }
    // Not the charset's decoder, which replaces halves of surrogate pairs.
    var units = new char[length / 2];
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) ((bytes[begin + 2 * i] & 0xFF) << 8 | bytes[begin + 2 * i + 1] & 0xFF);
    }
    return new String(units);
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** What memory it takes, orderings and kept strings included. */
  public long memory() {
    long memory = bytes.length + 4L * (starts.length + slots.length) + 4L * strings.length;
    memory += (long) Math.min(size, strings.length) * BYTES_PER_STRING;
    for (int i = 0; i < orderings.length(); i++) {
      var ordering = orderings.get(i);
      memory += ordering == null ? 0 : ordering.memory();
    }
    return memory;
  }

  /** What is here now. Later additions do not change it. */
  public View view() {
    return new View(this);
  }

  /** The values that were here at one moment. For any number of threads. */
  public static final class View {
    private final KeyDictionary dictionary;
    private final byte[] bytes;
    private final int[] starts;
    private final int[] slots;
    private final @Nullable String[] strings;
    private final int size;

    private View(KeyDictionary dictionary) {
      this.dictionary = dictionary;
      this.bytes = dictionary.bytes;
      this.starts = dictionary.starts;
      this.slots = dictionary.slots;
      this.strings = dictionary.strings;
      this.size = dictionary.size;
    }

    public int size() {
      return size;
    }

    /** The code of a value; {@link #ABSENT} when it has none. */
    public int find(String value) {
      return KeyDictionary.find(value, bytes, starts, size, slots);
    }

    public String value(int code) {
      if (code >= strings.length) {
        return KeyDictionary.value(code, bytes, starts);
      }
      // Two threads may both make one: strings are safe to hand over without further ado.
      var kept = strings[code];
      if (kept == null) {
        kept = KeyDictionary.value(code, bytes, starts);
        strings[code] = kept;
      }
      return kept;
    }

    /** Whether the value's bytes, from {@link #begin} to {@link #end}, are ASCII. */
    public boolean isAscii(int code) {
      return (starts[code] & 1) == 0;
    }

    /** The bytes of all values. Not to be changed. */
    public byte[] bytes() {
      return bytes;
    }

    public int begin(int code) {
      return starts[code] >>> 1;
    }

    public int end(int code) {
      return starts[code + 1] >>> 1;
    }

    /** The codes in the order of a type: at least all but a few hundred of those of this view. */
    KeyOrdering ordering(KeyType type) {
      var kept = dictionary.orderings.get(type.ordinal());
      if (kept != null && kept.reaches(size)) {
        return kept;
      }
      var made = kept == null ? KeyOrdering.of(type, this) : kept.extended(this);
      // Of two made at once the longer one serves longer; any is right.
      dictionary.orderings.set(type.ordinal(), made);
      return made;
    }
  }
}
