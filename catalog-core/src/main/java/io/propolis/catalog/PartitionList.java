package io.propolis.catalog;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Partitions of one table, chosen at one moment, in the order of their names. Knows how many they
 * are and makes each only when it is handed over: keeping a list costs a few bytes per partition,
 * however large they are. May be walked through several times, by several threads.
 *
 * <p>Partitions handed over share their layouts and, where they are equal, their maps of
 * parameters: who encodes them may remember what it made of the same object.
 */
public interface PartitionList {
  /** The table as it was at that moment. */
  Table table();

  int size();

  /**
   * Whether the predicate that chose them is true for all of them; else a part of it could not be
   * evaluated and it may be false for some.
   */
  boolean isCertain();

  /**
   * What the list is all of: an immutable object, whose identity stands for its partitions. Whoever
   * gets the same one again may use what it made of their names. Empty when the list is a choice or
   * is kept in no such object.
   */
  default Optional<Object> wholeOf() {
    return Optional.empty();
  }

  /**
   * Hands the partitions over one by one.
   *
   * @throws CatalogException CONFLICT when the table is larger than the cache and some were dropped
   *     after they were chosen; those before them have been handed over by then
   */
  void forEach(Consumer<Partition> consumer);

  /** Hands their values over, without the rest. Throws as {@link #forEach}. */
  void forEachValues(Consumer<List<String>> consumer);

  /** Hands their names over, as Hive writes them. Throws as {@link #forEach}. */
  void forEachName(NameConsumer consumer);

  /** All at once, for callers that need a collection. */
  default List<Partition> toList() {
    var all = new ArrayList<Partition>(size());
    forEach(all::add);
    return all;
  }

  /** Takes the UTF-8 bytes of a name. */
  interface NameConsumer {
    /** The bytes are valid until the call returns. */
    void accept(byte[] buffer, int offset, int length);
  }
}
