package io.propolis.catalog.index;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.filter.KeyDictionary;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.StoredPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the states of one table's index, one after the other: dictionaries and what rows share
 * grow, states stay as they are. For one thread at a time.
 */
public final class IndexWriter {
  private final List<Column> keys;
  private final RowNames.Prefixes prefixes;
  private final KeyDictionary[] dictionaries;
  private final RowTables tables = new RowTables();
  private final long baseTime;
  private long written;

  // While the first state is made.
  private final List<Block> full = new ArrayList<>();
  private final List<StoredPartition> late = new ArrayList<>();
  private final Block.Rows rows;
  private long fullMemory;

  /**
   * A writer for a table whose partitions are added next.
   *
   * @param now near the times of creation
   */
  public IndexWriter(Table table, long now) {
    this.keys = table.partitionKeys();
    this.prefixes = RowNames.Prefixes.of(keys);
    this.baseTime = now;
    this.dictionaries = new KeyDictionary[keys.size()];
    Arrays.setAll(dictionaries, i -> new KeyDictionary());
    this.rows = new Block.Rows(keys.size());
  }

  long baseTime() {
    return baseTime;
  }

  /** Of names by what keys were called when the index was made. */
  RowNames.Prefixes prefixes() {
    return prefixes;
  }

  KeyDictionary.View[] dictionaryViews() {
    return Arrays.stream(dictionaries).map(KeyDictionary::view).toArray(KeyDictionary.View[]::new);
  }

  RowTables.View tableView() {
    return tables.view();
  }

  long memory() {
    return tables.memory() + Arrays.stream(dictionaries).mapToLong(KeyDictionary::memory).sum();
  }

  /** Bytes that the rows added so far take. */
  public long memoryOfAdded() {
    return memory() + fullMemory + rows.data().length();
  }

  /** Adds a partition to the first state; fastest in the order of names. */
  public void add(Table table, StoredPartition partition) {
    var codes = codes(partition.partition().values());
    if (!isNext(codes)) {
      late.add(partition);
      return;
    }
    if (rows.size() == Block.MOST_ROWS) {
      take();
    }
    write(rows, table, partition, codes);
  }

  private boolean isNext(int[][] codes) {
    if (rows.size() == 0) {
      return true;
    }
    return NameOrder.compare(dictionaryViews(), rows.codes(), rows.size() - 1, codes, 0) < 0;
  }

  private void take() {
    var block = rows.take();
    fullMemory += block.memory();
    full.add(block);
  }

  private int[][] codes(List<String> values) {
    var codes = new int[dictionaries.length][1];
    for (int key = 0; key < codes.length; key++) {
      codes[key][0] = dictionaries[key].add(values.get(key));
    }
    return codes;
  }

  private void write(Block.Rows into, Table table, StoredPartition partition, int[][] codes) {
    RowCodec.write(
        into.data(),
        tables,
        partition,
        baseTime,
        folder(table),
        PartitionNames.of(keys, partition.partition().values()));
    into.end(codes, 0);
    written++;
  }

  private static @Nullable String folder(Table table) {
    var location = table.location();
    return location == null ? null : Locations.child(location, "");
  }

  /** The first state: all that was added. */
  public PartitionIndex first(Table table) {
    if (rows.size() > 0) {
      take();
    }
    var index = new PartitionIndex(this, full.toArray(Block[]::new));
    full.clear();
    fullMemory = 0;
    var added = List.copyOf(late);
    late.clear();
    return added.isEmpty() ? index : changed(index, table, added, List.of());
  }

  /**
   * The state after a change.
   *
   * @param index the last state
   * @param present partitions that are new or have changed
   * @param absent values of partitions that are gone; others are passed over
   */
  public PartitionIndex changed(
      PartitionIndex index,
      Table table,
      Collection<StoredPartition> present,
      Collection<List<String>> absent) {
    var changes = changes(table, present, absent);
    var views = dictionaryViews();
    var blocks = new ArrayList<Block>(index.blocks.length + changes.size() / Block.MOST_ROWS + 1);
    int next = 0;
    for (int i = 0; i < index.blocks.length; i++) {
      var block = index.blocks[i];
      var following = i + 1 < index.blocks.length ? index.blocks[i + 1] : null;
      int end = next;
      while (end < changes.size()
          && (following == null
              || NameOrder.compare(views, changes.get(end).codes(), 0, following.codes(), 0) < 0)) {
        end++;
      }
      if (end == next) {
        blocks.add(block);
      } else {
        merge(views, block, changes.subList(next, end), blocks);
      }
      next = end;
    }
    if (index.blocks.length == 0) {
      merge(views, null, changes, blocks);
    }
    return new PartitionIndex(this, blocks.toArray(Block[]::new));
  }

  /** A row's new state, as a block of one row; without data when the row is gone. */
  private record Change(int[][] codes, @Nullable Block row) {}

  private List<Change> changes(
      Table table, Collection<StoredPartition> present, Collection<List<String>> absent) {
    var changes = new ArrayList<Change>(present.size() + absent.size());
    var single = new Block.Rows(dictionaries.length);
    var named = new HashSet<List<String>>();
    for (var partition : present) {
      if (named.add(partition.partition().values())) {
        var codes = codes(partition.partition().values());
        write(single, table, partition, codes);
        changes.add(new Change(codes, single.take()));
      }
    }
    for (var values : absent) {
      var codes = known(values);
      if (codes != null && named.add(values)) {
        changes.add(new Change(codes, null));
      }
    }
    var views = dictionaryViews();
    changes.sort((one, other) -> NameOrder.compare(views, one.codes(), 0, other.codes(), 0));
    return changes;
  }

  private int @Nullable [][] known(List<String> values) {
    if (values.size() != dictionaries.length) {
      return null;
    }
    var codes = new int[dictionaries.length][1];
    for (int key = 0; key < codes.length; key++) {
      codes[key][0] = dictionaries[key].view().find(values.get(key));
      if (codes[key][0] == KeyDictionary.ABSENT) {
        return null;
      }
    }
    return codes;
  }

  private void merge(
      KeyDictionary.View[] views, @Nullable Block block, List<Change> changes, List<Block> into) {
    int total = (block == null ? 0 : block.size()) + changes.size();
    // Halves rather than full blocks: more will come to the same place.
    int most = total <= Block.MOST_ROWS ? Block.MOST_ROWS : Block.MOST_ROWS / 2;
    var merged = new Block.Rows(dictionaries.length);
    int row = 0;
    int next = 0;
    while (block != null && row < block.size() || next < changes.size()) {
      if (merged.size() == most) {
        into.add(merged.take());
      }
      int compared =
          block == null || row == block.size()
              ? 1
              : next == changes.size()
                  ? -1
                  : NameOrder.compare(views, block.codes(), row, changes.get(next).codes(), 0);
      if (block != null && compared < 0) {
        merged.copy(block, row++);
        continue;
      }
      row += compared == 0 ? 1 : 0;
      var changed = changes.get(next++).row();
      if (changed != null) {
        merged.copy(changed, 0);
      }
    }
    if (merged.size() > 0) {
      into.add(merged.take());
    }
  }

  /** The state in which all partitions have these columns. */
  public PartitionIndex withColumns(PartitionIndex index, List<Column> columns) {
    tables.replaceColumns(columns);
    return new PartitionIndex(this, index.blocks);
  }

  /**
   * Whether so much was rewritten that what nothing refers to any more may take more than the rest:
   * then it pays to read the table anew.
   */
  public boolean isWorn(PartitionIndex index) {
    return written > 4L * index.size() + 100_000
        || index.blocks.length > 16 + 8 * (index.size() / Block.MOST_ROWS);
  }

  /** The row with these codes, or the negative of where it would stand, less one. */
  static int place(Block[] blocks, KeyDictionary.View[] dictionaries, int[][] codes, int row) {
    int low = 0;
    int high = blocks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (NameOrder.compare(dictionaries, blocks[middle].codes(), 0, codes, row) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int block = low - 1;
    if (block < 0) {
      return -1;
    }
    low = 0;
    high = blocks[block].size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = NameOrder.compare(dictionaries, blocks[block].codes(), middle, codes, row);
      if (compared == 0) {
        return block << Block.ROW_BITS | middle;
      } else if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return -1;
  }
}
