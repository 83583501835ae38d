package io.propolis.catalog.store;

import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Partitions of one table at a time. Locations below the table's folder are kept relative to it, so
 * that moving the table moves them all. A batch of n costs a constant number of statements per
 * 1,000.
 */
public interface Partitions {
  /** Values of all partitions, sorted by partition name. */
  List<List<String>> values(Table table);

  /** All partitions, sorted by partition name, handed over one by one without collecting them. */
  void forEach(Table table, Consumer<Partition> consumer);

  /** The same, as they are stored. */
  void forEachStored(Table table, Consumer<StoredPartition> consumer);

  /** Those of the named partitions that exist, as they are stored, sorted by partition name. */
  List<StoredPartition> findStored(Table table, Collection<List<String>> values);

  /**
   * Hands over, sorted by partition name, all partitions that the predicate may be true for, and
   * possibly others. INVALID when it names other keys.
   */
  default void forEachCandidate(Table table, Predicate predicate, CandidateConsumer consumer) {
    forEachCandidate(table, predicate, List.of(), consumer);
  }

  /**
   * The same behind the partition of these values, which need not exist; empty values for all.
   * Where it does not exist and names are longer than those that the store sorts by, some of those
   * that begin alike may come although they stand before.
   */
  void forEachCandidate(
      Table table, Predicate predicate, List<String> after, CandidateConsumer consumer);

  /** Takes one partition after the other. */
  interface CandidateConsumer {
    /** Whether to go on. */
    boolean accept(long id, List<String> values);
  }

  /** Those of the partitions with these ids that exist, sorted by partition name. */
  List<Partition> byIds(Table table, List<Long> ids);

  long count(Table table);

  Optional<Partition> find(Table table, List<String> values);

  /** Those of the named partitions that exist, sorted by partition name. */
  List<Partition> findAll(Table table, Collection<List<String>> values);

  /** The values of those of the named partitions that exist. */
  Set<List<String>> standing(Table table, Collection<List<String>> values);

  /**
   * Adds partitions to a table that the transaction holds, by {@link Tables#lock} or {@link
   * Tables#share}. Throws ALREADY_EXISTS naming the first partition that stands already; then none
   * is stored.
   */
  void insert(Table table, Collection<Partition> partitions);

  /**
   * Adds those of the partitions that do not stand yet to a table that the transaction holds, as
   * {@link #insert} does. Returns these, in the same order.
   */
  List<Partition> insertAbsent(Table table, Collection<Partition> partitions);

  /** Replaces partitions of the same values. Throws NOT_FOUND naming the first absent one. */
  void update(Table table, Collection<Partition> partitions);

  /**
   * Replaces one partition, which may change its values; statistics stay with it. Throws NOT_FOUND,
   * ALREADY_EXISTS when the new values are taken.
   */
  void rename(Table table, List<String> values, Partition changed);

  /**
   * Removes the partitions and their statistics; absent ones are passed over. Returns how many
   * went.
   */
  long delete(Table table, Collection<List<String>> values);

  /**
   * Removes some of the partitions that dropped tables left behind, which nobody finds any more.
   * False when there is nothing to do.
   */
  boolean deleteDropped(int limit);

  /** The distinct layouts of a table's partitions. */
  List<StorageLayout> layouts(Table table);

  /** Gives every partition with the layout {@code from} the layout {@code to}, in one statement. */
  void replaceLayout(Table table, StorageLayout from, StorageLayout to);

  /** Locations of the partitions that do not lie below the table's folder. */
  List<String> foreignLocations(Table table);

  /**
   * Makes every location that is relative to the table's folder absolute, so that the table can
   * move while its partitions stay.
   */
  void pinLocations(Table table);

  /**
   * Ends marks of columns in {@code COLUMN_STATS_ACCURATE} of all partitions of a locked table, in
   * as many statements whatever the number of partitions. Partitions that are written afterwards
   * may mark them anew.
   */
  void endMarks(Table table, Collection<String> columns);
}
