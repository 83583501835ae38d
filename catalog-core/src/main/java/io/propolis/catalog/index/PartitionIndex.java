package io.propolis.catalog.index;

import io.propolis.catalog.filter.CodeSet;
import io.propolis.catalog.filter.DictionaryMatcher;
import io.propolis.catalog.filter.KeyDictionary;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * All partitions of one table at one moment, in the order of their names. Values are codes of
 * dictionaries, the rest are bytes; what is decoded shares layouts and frequent maps. Immutable; a
 * change makes another one that shares all blocks in which nothing changed.
 *
 * <p>Measured in docs/performance.md.
 */
public final class PartitionIndex {
  /** A row's number: that of its block, then that within it. */
  static final int ABSENT = -1;

  private static final byte[] NOTHING = {};

  final Block[] blocks;
  final KeyDictionary.View[] dictionaries;
  final IndexWriter writer;
  private final RowTables.View tables;
  private final int size;
  private final long memory;
  private final ConcurrentHashMap<Tested, Optional<String>> misfits = new ConcurrentHashMap<>();
  private final Object identity = new Object();

  PartitionIndex(IndexWriter writer, Block[] blocks) {
    this.writer = writer;
    this.blocks = blocks;
    this.dictionaries = writer.dictionaryViews();
    this.tables = writer.tableView();
    int rows = 0;
    long bytes = writer.memory() + 8L * blocks.length;
    for (var block : blocks) {
      rows += block.size();
      bytes += block.memory();
    }
    this.size = rows;
    this.memory = bytes;
  }

  public int size() {
    return size;
  }

  /** Bytes that it takes, estimated; what two states of an index share counts for both. */
  public long memory() {
    return memory;
  }

  /**
   * Stands for this state in what others keep of it, and keeps nothing of the state itself: another
   * state has another one.
   */
  public Object identity() {
    return identity;
  }

  /** How many keys its partitions have. */
  public int keys() {
    return dictionaries.length;
  }

  /**
   * What a predicate selects.
   *
   * @param rows their numbers, in the order of names
   * @param isCertain whether it is true for all of them; else a part could not be evaluated
   */
  public record Selection(int[] rows, boolean isCertain) {}

  /** All rows, the first {@code limit} of them when that is not negative. */
  public Selection all(int limit) {
    var rows = new int[limit < 0 ? size : Math.min(limit, size)];
    int count = 0;
    for (int block = 0; count < rows.length; block++) {
      for (int row = 0; row < blocks[block].size() && count < rows.length; row++) {
        rows[count++] = block << Block.ROW_BITS | row;
      }
    }
    return new Selection(rows, true);
  }

  /**
   * The rows that the predicate may be true for, the first {@code limit} when that is not negative.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when it names a key the table has not
   */
  public Selection select(Predicate predicate, List<Column> keys, int limit) {
    if (predicate.equals(Predicate.ALL)) {
      return all(limit);
    }
    return select(predicate, keys, Range.first(limit));
  }

  /**
   * A part of the rows.
   *
   * @param from the first one that may be among them
   * @param limit how many at most; negative for all
   * @param test which of them
   */
  public record Range(int from, int limit, IntPredicate test) {
    static Range first(int limit) {
      return new Range(0, limit, row -> true);
    }
  }

  /**
   * The rows of a range that the predicate may be true for.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when it names a key the table has not
   */
  public Selection select(Predicate predicate, List<Column> keys, Range range) {
    return select(DictionaryMatcher.compile(predicate, keys, Arrays.asList(dictionaries)), range);
  }

  /** The rows whose values begin as the pattern does; "" stands for any value. */
  public Selection like(List<String> pattern, int limit) {
    return select(DictionaryMatcher.like(pattern, Arrays.asList(dictionaries)), Range.first(limit));
  }

  private Selection select(DictionaryMatcher matcher, Range range) {
    var selecting = new Selecting(matcher, range);
    var candidates =
        matcher.candidates().stream().min(Comparator.comparingDouble(this::share)).orElse(null);
    if (candidates == null) {
      selecting.scan();
    } else if (candidates.key() == 0 && candidates.count() <= size / 64 + 1) {
      selecting.lookUp(candidates);
    } else {
      selecting.scan(candidates);
    }
    return selecting.selection();
  }

  /** The part of all rows that has such codes, if all codes are equally frequent. */
  private double share(CodeSet codes) {
    return (double) codes.count() / Math.max(1, dictionaries[codes.key()].size());
  }

  private final class Selecting {
    private final DictionaryMatcher matcher;
    private final int limit;
    private final int from;
    private final IntPredicate test;
    private int[] rows = new int[64];
    private int count;
    private boolean isCertain = true;

    Selecting(DictionaryMatcher matcher, Range range) {
      this.matcher = matcher;
      this.limit = range.limit() < 0 ? Integer.MAX_VALUE : range.limit();
      this.from = range.from();
      this.test = range.test();
    }

    private int firstBlock() {
      return from >>> Block.ROW_BITS;
    }

    private int firstRow(int block) {
      return block == firstBlock() ? from & (Block.MOST_ROWS - 1) : 0;
    }

    void scan() {
      for (int block = firstBlock(); block < blocks.length && count < limit; block++) {
        for (int row = firstRow(block); row < blocks[block].size() && count < limit; row++) {
          judge(block, row);
        }
      }
    }

    void scan(CodeSet candidates) {
      var bits = new long[(dictionaries[candidates.key()].size() >>> 6) + 1];
      candidates.forEach(
          code -> {
            if (code >>> 6 < bits.length) {
              bits[code >>> 6] |= 1L << code;
            }
          });
      for (int block = firstBlock(); block < blocks.length && count < limit; block++) {
        var codes = blocks[block].codes()[candidates.key()];
        for (int row = firstRow(block); row < codes.length; row++) {
          int code = codes[row];
          if ((bits[code >>> 6] & 1L << code) != 0 && count < limit) {
            judge(block, row);
          }
        }
      }
    }

    /** Rows of one value of the first key stand side by side: few values are looked up. */
    void lookUp(CodeSet candidates) {
      var first = new BitSet();
      candidates.forEach(
          code -> {
            int row = code < dictionaries[0].size() ? firstWith(code) : ABSENT;
            if (row != ABSENT) {
              first.set(row);
            }
          });
      for (int begin = first.nextSetBit(0); begin >= 0; begin = first.nextSetBit(begin + 1)) {
        int code = code(0, begin);
        int row = begin;
        if (begin < from) {
          if (from >>> Block.ROW_BITS >= blocks.length || code(0, from) != code) {
            continue;
          }
          row = from;
        }
        while (row != ABSENT && code(0, row) == code && count < limit) {
          judge(row >>> Block.ROW_BITS, row & (Block.MOST_ROWS - 1));
          row = next(row);
        }
      }
    }

    private void judge(int block, int row) {
      var verdict = matcher.verdict(blocks[block].codes(), row);
      int number = block << Block.ROW_BITS | row;
      if (verdict == Verdict.NO || number < from || !test.test(number)) {
        return;
      }
      isCertain &= verdict == Verdict.YES;
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, count * 2);
      }
      rows[count++] = number;
    }

    Selection selection() {
      return new Selection(Arrays.copyOf(rows, count), isCertain);
    }
  }

  private int code(int key, int row) {
    return blocks[row >>> Block.ROW_BITS].codes()[key][row & (Block.MOST_ROWS - 1)];
  }

  private int next(int row) {
    if ((row & (Block.MOST_ROWS - 1)) + 1 < blocks[row >>> Block.ROW_BITS].size()) {
      return row + 1;
    }
    int block = (row >>> Block.ROW_BITS) + 1;
    return block < blocks.length ? block << Block.ROW_BITS : ABSENT;
  }

  /** The first row whose first key has this code. */
  private int firstWith(int code) {
    int end = NameOrder.end(dictionaries, 0);
    int block = blockBefore(first -> first != code && isBelow(first, code, end));
    for (int at = Math.max(0, block); at < Math.min(blocks.length, block + 2); at++) {
      var codes = blocks[at].codes()[0];
      int low = 0;
      int high = codes.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (codes[middle] != code && isBelow(codes[middle], code, end)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low < codes.length) {
        return codes[low] == code ? at << Block.ROW_BITS | low : ABSENT;
      }
    }
    return ABSENT;
  }

  private boolean isBelow(int code, int other, int end) {
    return NameOrder.compare(dictionaries[0], code, other, end) < 0;
  }

  /** The last block whose first row's first code passes the test; -1 when none does. */
  private int blockBefore(IntPredicate isBefore) {
    int low = 0;
    int high = blocks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore.test(blocks[middle].codes()[0][0])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** The first row whose partition's name is behind a name; one behind all when there is none. */
  public int rowAfter(String name, List<Column> keys) {
    var names = names(keys);
    var wanted = name.getBytes(StandardCharsets.UTF_8);
    IntPredicate isBehind =
        row -> {
          names.write(NOTHING, block(row).codes(), row & (Block.MOST_ROWS - 1));
          return Arrays.compareUnsigned(names.buffer(), 0, names.length(), wanted, 0, wanted.length)
              > 0;
        };
    int block = firstThat(blocks.length, at -> isBehind.test(at << Block.ROW_BITS)) - 1;
    if (block < 0) {
      return 0;
    }
    int begin = block << Block.ROW_BITS;
    int row = firstThat(blocks[block].size(), at -> isBehind.test(begin | at));
    return row < blocks[block].size() ? begin | row : (block + 1) << Block.ROW_BITS;
  }

  /** The first of the numbers below an end that passes a test which all behind it pass. */
  private static int firstThat(int end, IntPredicate test) {
    int low = 0;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (test.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * A value of a key that fails a test; the first one found.
   *
   * @param what names the test: what it found is kept for the next who asks
   */
  public Optional<String> misfit(int key, Object what, java.util.function.Predicate<String> test) {
    return misfits.computeIfAbsent(new Tested(key, what), tested -> findMisfit(key, test));
  }

  private Optional<String> findMisfit(int key, java.util.function.Predicate<String> test) {
    var dictionary = dictionaries[key];
    for (int code = 0; code < dictionary.size(); code++) {
      var value = dictionary.value(code);
      if (!test.test(value) && isUsed(key, code)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Values stay in dictionaries when their last partition goes. */
  private boolean isUsed(int key, int code) {
    for (var block : blocks) {
      for (int each : block.codes()[key]) {
        if (each == code) {
          return true;
        }
      }
    }
    return false;
  }

  private record Tested(int key, Object what) {}

  /** The rows of those of the partitions that exist, each once, in the order of names. */
  public int[] find(Iterable<List<String>> values) {
    var found = new FoundRows();
    var codes = new int[dictionaries.length][1];
    for (var each : values) {
      found.add(find(each, codes, found.last()));
    }
    return found.toArray();
  }

  /**
   * The rows of those of the partitions that exist, each once, in the order of names.
   *
   * @param names as Hive writes them; others are those of no partition
   * @param keys by the names that they have now
   */
  public int[] findNamed(Iterable<String> names, List<Column> keys) {
    var rowNames = names(keys);
    var reader = PartitionNames.reader(keys);
    var found = new FoundRows();
    var codes = new int[dictionaries.length][1];
    for (var name : names) {
      // Clients ask for neighbours: then the name is compared, and not taken apart.
      int next = found.last() == ABSENT ? ABSENT : next(found.last());
      if (next != ABSENT
          && rowNames.isPlainly(name, block(next).codes(), next & (Block.MOST_ROWS - 1))) {
        found.add(next);
      } else {
        reader.exact(name).ifPresent(values -> found.add(find(values, codes, found.last())));
      }
    }
    return found.toArray();
  }

  /** Rows in the order in which they are found, which mostly is their own. */
  private static final class FoundRows {
    private int[] rows = new int[16];
    private int count;
    private boolean isSorted = true;

    /** The last one; ABSENT when there is none. */
    int last() {
      return count == 0 ? ABSENT : rows[count - 1];
    }

    void add(int row) {
      if (row == ABSENT || row == last()) {
        return;
      }
      isSorted &= row > last();
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, count * 2);
      }
      rows[count++] = row;
    }

    int[] toArray() {
      var all = Arrays.copyOf(rows, count);
      return isSorted ? all : Arrays.stream(all).sorted().distinct().toArray();
    }
  }

  /** The row of the partition with these values; negative when there is none. */
  public int find(List<String> values) {
    return find(values, new int[dictionaries.length][1], ABSENT);
  }

  /**
   * Looks behind the last one first: clients ask for names in their order, and often for all of a
   * range.
   *
   * @param codes room for those of the values
   */
  private int find(List<String> values, int[][] codes, int last) {
    if (values.size() != dictionaries.length) {
      return ABSENT;
    }
    for (int key = 0; key < codes.length; key++) {
      int code = dictionaries[key].find(values.get(key));
      if (code == KeyDictionary.ABSENT) {
        return ABSENT;
      }
      codes[key][0] = code;
    }
    if (last != ABSENT && isBehind(last, codes)) {
      return last + 1;
    }
    int place = IndexWriter.place(blocks, dictionaries, codes, 0);
    return place >= 0 ? place : ABSENT;
  }

  /** Whether the row with these codes is the next one in the block of the last. */
  private boolean isBehind(int last, int[][] codes) {
    var block = blocks[last >>> Block.ROW_BITS];
    int row = (last & (1 << Block.ROW_BITS) - 1) + 1;
    if (row >= block.size()) {
      return false;
    }
    for (int key = 0; key < codes.length; key++) {
      if (block.codes()[key][row] != codes[key][0]) {
        return false;
      }
    }
    return true;
  }

  public List<String> values(int row) {
    var codes = blocks[row >>> Block.ROW_BITS].codes();
    int within = row & (Block.MOST_ROWS - 1);
    return switch (codes.length) {
      case 1 -> List.of(dictionaries[0].value(codes[0][within]));
      case 2 ->
          List.of(dictionaries[0].value(codes[0][within]), dictionaries[1].value(codes[1][within]));
      default -> {
        var values = new String[codes.length];
        for (int key = 0; key < values.length; key++) {
          values[key] = dictionaries[key].value(codes[key][within]);
        }
        yield List.of(values);
      }
    };
  }

  /** Makes partitions of rows for one reader, who is one thread. */
  public final class Decoder {
    private final RowLocations locations;

    private Decoder(Table table) {
      this.locations = new RowLocations(PartitionIndex.this, table);
    }

    public Partition partition(int row) {
      var block = blocks[row >>> Block.ROW_BITS];
      int within = row & (Block.MOST_ROWS - 1);
      locations.at(block, within);
      return RowCodec.read(
          block.data(), block.begin(within), tables, writer.baseTime(), values(row), locations);
    }
  }

  /** A decoder for the table as it is: folders of partitions may lie below its own. */
  public Decoder decoder(Table table) {
    return new Decoder(table);
  }

  /** Writes the names of rows, for one reader, who is one thread. */
  public RowNames names(List<Column> keys) {
    return new RowNames(dictionaries, RowNames.Prefixes.of(keys));
  }

  Block block(int row) {
    return blocks[row >>> Block.ROW_BITS];
  }
}
