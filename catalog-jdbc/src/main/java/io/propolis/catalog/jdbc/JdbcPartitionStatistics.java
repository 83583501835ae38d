package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.StatisticsColumns.Column;
import io.propolis.catalog.jdbc.StatisticsColumns.Key;
import io.propolis.catalog.jdbc.StatisticsColumns.Meaning;
import io.propolis.catalog.jdbc.StatisticsDocument.Fact;
import io.propolis.catalog.jdbc.StatisticsDocuments.Content;
import io.propolis.catalog.jdbc.StatisticsDocuments.Place;
import io.propolis.catalog.jdbc.StatisticsDocuments.Stored;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.MarkedPartition;
import io.propolis.catalog.store.Statistics.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Statistics of partitions, as {@link StatisticsDocuments} keep them. */
final class JdbcPartitionStatistics {
  /** Statistics that are held at once by {@link #forEach}: of the largest sketches, some 80 MB. */
  private static final int MOST_AT_ONCE = 5_000;

  private final Sql sql;
  private final JdbcPartitions partitions;
  private final StatisticsColumns columns;
  private final StatisticsDocuments documents;

  JdbcPartitionStatistics(Sql sql, JdbcPartitions partitions, LongPredicate holds) {
    this.sql = sql;
    this.partitions = partitions;
    this.columns = new StatisticsColumns(sql, holds);
    this.documents = new StatisticsDocuments(sql, partitions, holds);
  }

  List<MarkedPartition> hold(Table table, Collection<List<String>> values) {
    columns.later(table.id());
    return documents.hold(table, values);
  }

  /** Columns by their number, and their order. */
  private record Choice(Column column, int rank) {}

  /** No names means all, no engine means all. */
  private static List<Column> chosen(
      List<Column> all, Collection<String> names, @Nullable String engine) {
    return all.stream()
        .filter(column -> names.isEmpty() || names.contains(column.meaning().name()))
        .filter(column -> engine == null || engine.equals(column.meaning().engine()))
        .toList();
  }

  private static Map<Long, Choice> ranked(List<Column> chosen) {
    var sorted = new ArrayList<>(chosen);
    sorted.sort(Comparator.comparing(column -> column.meaning().name()));
    var ranked = new HashMap<Long, Choice>();
    sorted.forEach(column -> ranked.put(column.id(), new Choice(column, ranked.size())));
    return ranked;
  }

  /** Those with sketches alone, or all. */
  Map<List<String>, List<ColumnStatistics>> of(
      Table table,
      Collection<List<String>> wanted,
      Set<String> names,
      String engine,
      Predicate<Column> which) {
    var found = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    if (names.isEmpty()) {
      return Map.of();
    }
    var all = columns.later(table.id());
    // Who puts statistics knows the columns by now: mostly none has sketches, and no look is
    // needed.
    if (all.ifKnown().isPresent() && chosen(all.get(), names, engine).stream().noneMatch(which)) {
      return Map.of();
    }
    Sql.forChunks(
        new LinkedHashSet<>(wanted),
        chunk -> {
          var stored = documents.of(table, chunk);
          sql.flush();
          var chosen = ranked(chosen(all.get(), names, engine).stream().filter(which).toList());
          if (chosen.isEmpty()) {
            return;
          }
          var values = List.copyOf(stored.keySet());
          for (var each : read(List.copyOf(stored.values()), chosen)) {
            found
                .computeIfAbsent(values.get(each.index()), v -> new ArrayList<>())
                .add(each.statistics());
          }
        });
    found.replaceAll((values, of) -> List.copyOf(of));
    return Collections.unmodifiableMap(found);
  }

  /** Statistics of the document at a place. */
  private record Placed(int index, ColumnStatistics statistics) {}

  private record Found(int index, Place place, Choice choice, Fact fact) {}

  /** In the order of the documents and of the names of columns. */
  private List<Placed> read(List<Stored> stored, Map<Long, Choice> chosen) {
    var all = new ArrayList<Found>();
    var sketched = new ArrayList<Place>();
    var byRank = Comparator.<Found>comparingInt(found -> found.choice().rank());
    for (int i = 0; i < stored.size(); i++) {
      var document = stored.get(i).document();
      int first = all.size();
      for (int place = 0; place < document.size(); place++) {
        var choice = chosen.get(document.column(place));
        if (choice != null) {
          var at = new Place(stored.get(i).partition(), choice.column().id());
          all.add(new Found(i, at, choice, document.fact(place)));
          if (choice.column().isSketched()) {
            sketched.add(at);
          }
        }
      }
      all.subList(first, all.size()).sort(byRank);
    }
    var sketches = sketched.isEmpty() ? Map.<Place, Sketches>of() : documents.sketches(sketched);
    return all.stream()
        .map(found -> new Placed(found.index(), statistics(found, sketches.get(found.place()))))
        .toList();
  }

  private static ColumnStatistics statistics(Found found, @Nullable Sketches sketches) {
    var meaning = found.choice().column().meaning();
    var data = found.fact().data();
    return new ColumnStatistics(
        meaning.name(),
        meaning.type(),
        meaning.engine(),
        found.fact().analyzedAt(),
        sketches == null ? data : data.withSketches(sketches));
  }

  void forEach(
      Table table, List<List<String>> wanted, Set<String> names, String engine, Visitor visitor) {
    if (names.isEmpty()) {
      return;
    }
    var all = columns.later(table.id());
    int size = Math.max(1, Math.min(Sql.CHUNK, MOST_AT_ONCE / names.size()));
    for (int from = 0; from < wanted.size(); from += size) {
      var chunk = wanted.subList(from, Math.min(from + size, wanted.size()));
      var found = documents.of(table, chunk);
      sql.flush();
      var stored = new ArrayList<Stored>();
      var indexes = new ArrayList<Integer>();
      for (int i = 0; i < chunk.size(); i++) {
        var document = found.get(chunk.get(i));
        if (document != null) {
          stored.add(document);
          indexes.add(from + i);
        }
      }
      read(stored, ranked(chosen(all.get(), names, engine)))
          .forEach(each -> visitor.take(indexes.get(each.index()), each.statistics()));
    }
  }

  void put(Table table, Map<List<String>, List<ColumnStatistics>> statistics) {
    if (statistics.isEmpty()) {
      return;
    }
    var asked = columns.later(table.id());
    var unknown = new ArrayList<>(statistics.keySet());
    unknown.removeIf(values -> partitions.heldId(table, values) != null);
    var found =
        unknown.isEmpty() ? Map.<List<String>, Long>of() : partitions.requireAll(table, unknown);
    sql.flush();
    var ids = new long[statistics.size()];
    var unread = new ArrayList<Long>();
    int index = 0;
    for (var values : statistics.keySet()) {
      var held = partitions.heldId(table, values);
      long id = held == null ? Objects.requireNonNull(found.get(values)) : held;
      ids[index++] = id;
      if (documents.held(id) == null) {
        unread.add(id);
      }
    }
    var read = documents.byIds(unread);
    var replacement =
        new Replacement(columns.with(table.id(), meanings(statistics.values()), asked.get()));
    index = 0;
    for (var all : statistics.values()) {
      long id = ids[index++];
      var held = documents.held(id);
      replacement.add(id, held == null ? Objects.requireNonNull(read.get(id)) : held, all);
    }
    documents.delete(replacement.lost);
    documents.put(replacement.contents);
  }

  /** Of what statistics are: those of most partitions are of the same as those before them. */
  private static Set<Meaning> meanings(Collection<List<ColumnStatistics>> all) {
    var meanings = new HashSet<Meaning>();
    var before = List.<ColumnStatistics>of();
    for (var each : all) {
      if (!areAlike(each, before)) {
        each.forEach(of -> meanings.add(Meaning.of(of)));
        before = each;
      }
    }
    return meanings;
  }

  /** Whether these are of the same columns, types and engines, with sketches where those are. */
  private static boolean areAlike(List<ColumnStatistics> these, List<ColumnStatistics> those) {
    if (these.size() != those.size()) {
      return false;
    }
    for (int i = 0; i < these.size(); i++) {
      var one = these.get(i);
      var other = those.get(i);
      if (!one.column().equals(other.column())
          || !one.type().equals(other.type())
          || !one.engine().equals(other.engine())
          || StatisticsColumns.isSketched(one) != StatisticsColumns.isSketched(other)) {
        return false;
      }
    }
    return true;
  }

  /** New statistics of partitions, and what goes with the old ones. */
  private static final class Replacement {
    private final Map<Meaning, Long> ids;
    private final Map<Long, Column> living = new HashMap<>();
    private final Map<Key, Set<Long>> sameKey = new HashMap<>();
    final List<Content> contents = new ArrayList<>();
    final List<Place> lost = new ArrayList<>();
    private @Nullable Plan plan;

    Replacement(List<Column> all) {
      this.ids = StatisticsColumns.ids(all);
      for (var column : all) {
        living.put(column.id(), column);
        sameKey.computeIfAbsent(column.meaning().key(), key -> new HashSet<>()).add(column.id());
      }
    }

    void add(long partition, StatisticsDocument before, List<ColumnStatistics> statistics) {
      if (plan == null || !plan.isFor(statistics)) {
        plan = plan(statistics);
      }
      var facts = new ArrayList<Fact>(plan.places().length);
      for (int i = 0; i < plan.places().length; i++) {
        var of = statistics.get(plan.places()[i]);
        long id = plan.ids()[i];
        facts.add(new Fact(id, of.analyzedAt(), of.data()));
        if (StatisticsColumns.isSketched(of)) {
          contents.add(
              new Content(partition, id, StatisticsDocument.sketches(of.data().sketches())));
        }
      }
      contents.add(Content.document(partition, before.with(plan.staying(), facts)));
      for (int i = 0; i < before.size(); i++) {
        if (plan.lost().contains(before.column(i))) {
          lost.add(new Place(partition, before.column(i)));
        }
      }
    }

    private Plan plan(List<ColumnStatistics> statistics) {
      // The last of several of one column wins, as if they came one after the other.
      var last = new LinkedHashMap<Key, Integer>();
      for (int i = 0; i < statistics.size(); i++) {
        last.put(Key.of(statistics.get(i)), i);
      }
      var replaced = new HashSet<Long>();
      last.keySet().forEach(key -> replaced.addAll(Objects.requireNonNull(sameKey.get(key))));
      var places = last.values().stream().mapToInt(place -> place).toArray();
      var given =
          last.values().stream()
              .mapToLong(
                  place -> Objects.requireNonNull(ids.get(Meaning.of(statistics.get(place)))))
              .toArray();
      var staying = new HashSet<>(living.keySet());
      staying.removeAll(replaced);
      var lost = new HashSet<>(replaced);
      lost.removeIf(id -> !Objects.requireNonNull(living.get(id)).isSketched());
      for (long id : given) {
        lost.remove(id);
      }
      return new Plan(statistics, places, given, staying::contains, lost);
    }
  }

  /**
   * What becomes of the statistics of a partition, and of all others of the same columns.
   *
   * @param places where those stand that are put
   * @param ids their numbers
   * @param staying numbers whose statistics stay
   * @param lost numbers whose sketches go
   */
  private record Plan(
      List<ColumnStatistics> example,
      int[] places,
      long[] ids,
      LongPredicate staying,
      Set<Long> lost) {
    boolean isFor(List<ColumnStatistics> statistics) {
      return areAlike(statistics, example);
    }
  }

  long delete(
      Table table,
      Collection<List<String>> wanted,
      Collection<String> names,
      @Nullable String engine) {
    var all = columns.of(table.id());
    var going = chosen(all, names, engine);
    if (going.isEmpty()) {
      return 0;
    }
    var ids = partitions.lockAll(table, new LinkedHashSet<>(wanted)).values();
    var living = ids(all);
    var gone = ids(going);
    var sketched = ids(going.stream().filter(Column::isSketched).toList());
    var contents = new ArrayList<Content>();
    var lost = new ArrayList<Place>();
    var empty = new ArrayList<Long>();
    long count = 0;
    for (var entry : documents.byIds(ids).entrySet()) {
      long partition = entry.getKey();
      var document = entry.getValue();
      if (!document.hasAny(gone::contains)) {
        continue;
      }
      for (int i = 0; i < document.size(); i++) {
        long column = document.column(i);
        count += gone.contains(column) ? 1 : 0;
        if (sketched.contains(column)) {
          lost.add(new Place(partition, column));
        }
      }
      LongPredicate stays = column -> living.contains(column) && !gone.contains(column);
      if (document.hasAny(stays)) {
        contents.add(Content.document(partition, document.with(stays, List.of())));
      } else {
        empty.add(partition);
      }
    }
    documents.delete(lost.stream().filter(place -> !empty.contains(place.partition())).toList());
    documents.put(contents);
    documents.deleteAll(empty);
    return count;
  }

  private static Set<Long> ids(List<Column> columns) {
    var ids = new HashSet<Long>();
    columns.forEach(column -> ids.add(column.id()));
    return ids;
  }

  /**
   * Of all partitions, whose documents stay as they are: numbers in them say nothing any more.
   * Whether there may have been any.
   */
  boolean deleteOfAll(Table table, Collection<String> names, @Nullable String engine) {
    var going = chosen(columns.of(table.id()), names, engine);
    columns.retire(table.id(), going);
    documents.deleteSketches(
        table, going.stream().filter(Column::isSketched).map(Column::id).toList());
    return !going.isEmpty();
  }

  List<List<String>> with(
      Table table,
      Collection<List<String>> wanted,
      Collection<String> names,
      @Nullable String engine) {
    var chosen = ids(chosen(columns.of(table.id()), names, engine));
    if (chosen.isEmpty()) {
      return List.of();
    }
    if (wanted.isEmpty()) {
      return documents.with(table, chosen::contains);
    }
    var found = new ArrayList<List<String>>();
    Sql.forChunks(
        new LinkedHashSet<>(wanted),
        chunk ->
            documents
                .of(table, chunk)
                .forEach(
                    (values, stored) -> {
                      if (stored.document().hasAny(chosen::contains)) {
                        found.add(values);
                      }
                    }));
    return found;
  }

  /** Whatever stands under the new name belongs to a column that is gone. */
  void renameColumn(Table table, String from, String to) {
    deleteOfAll(table, Set.of(to), null);
    columns.rename(table.id(), from, to);
  }
}
