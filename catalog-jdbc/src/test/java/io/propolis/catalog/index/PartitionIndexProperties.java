package io.propolis.catalog.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.StoredPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The index beside its plain twins: a map of partitions, and the matcher of values. */
class PartitionIndexProperties {
  private static final TableName NAME = TableName.of("db", "t");

  private static StoredPartition stored(Table table, Partition partition) {
    var location = partition.location();
    return new StoredPartition(
        partition, location != null && location.startsWith(table.location() + "/"));
  }

  private static List<Partition> sorted(Table table, Map<List<String>, Partition> twin) {
    return twin.values().stream()
        .sorted(
            comparing(
                p -> PartitionNames.of(table.partitionKeys(), p.values()).getBytes(UTF_8),
                Arrays::compareUnsigned))
        .toList();
  }

  private static List<Partition> decoded(PartitionIndex index, Table table, int[] rows) {
    var decoder = index.decoder(table);
    return Arrays.stream(rows).mapToObj(decoder::partition).toList();
  }

  private record Filled(
      PartitionIndex index, IndexWriter writer, Map<List<String>, Partition> twin) {}

  private static Filled filled(RandomPartitions random, Table table, int count) {
    var twin = new HashMap<List<String>, Partition>();
    for (int i = 0; i < count; i++) {
      var values = random.values(table);
      twin.put(values, random.partition(table, values));
    }
    var writer = new IndexWriter(table, 1_700_000_000_000L);
    var order = random.number(2) == 0 ? sorted(table, twin) : new ArrayList<>(twin.values());
    order.forEach(partition -> writer.add(table, stored(table, partition)));
    return new Filled(writer.first(table), writer, twin);
  }

  @Property(tries = 200)
  void answersPredicatesAsTheMatcherDoes(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var filled = filled(random, table, 1 + random.number(300));
    var all = sorted(table, filled.twin());
    for (int i = 0; i < 20; i++) {
      var predicate = random.predicate(table, 3);
      var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
      var expected = all.stream().filter(p -> matcher.matches(p.values())).toList();
      boolean certain = expected.stream().allMatch(p -> matcher.verdict(p.values()) == Verdict.YES);
      var selection = filled.index().select(predicate, table.partitionKeys(), -1);
      assertThat(decoded(filled.index(), table, selection.rows()))
          .as(predicate.toString())
          .isEqualTo(expected);
      assertThat(selection.isCertain()).as(predicate.toString()).isEqualTo(certain);
      int limit = random.number(5);
      assertThat(
              decoded(
                  filled.index(),
                  table,
                  filled.index().select(predicate, table.partitionKeys(), limit).rows()))
          .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
    }
  }

  @Property(tries = 200)
  void answersPatternsByValues(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var filled = filled(random, table, 1 + random.number(300));
    var all = sorted(table, filled.twin());
    for (int i = 0; i < 20; i++) {
      var pattern = new ArrayList<String>();
      for (var key :
          table.partitionKeys().subList(0, 1 + random.number(table.partitionKeys().size()))) {
        pattern.add(random.number(2) == 0 ? "" : random.value(key.type()));
      }
      var expected =
          all.stream()
              .filter(
                  p -> {
                    for (int k = 0; k < pattern.size(); k++) {
                      if (!pattern.get(k).isEmpty() && !pattern.get(k).equals(p.values().get(k))) {
                        return false;
                      }
                    }
                    return true;
                  })
              .toList();
      assertThat(decoded(filled.index(), table, filled.index().like(pattern, -1).rows()))
          .as(pattern.toString())
          .isEqualTo(expected);
    }
  }

  @Property(tries = 25)
  void followsChangesAndKeepsOldStates(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var filled = filled(random, table, random.number(700));
    var index = filled.index();
    var twin = filled.twin();
    for (int round = 0; round < 6; round++) {
      var before = sorted(table, twin);
      var old = index;
      var present = new ArrayList<StoredPartition>();
      var absent = new ArrayList<List<String>>();
      for (int i = 0; i < 1 + random.number(round % 2 == 0 ? 20 : 700); i++) {
        var values = random.values(table);
        if (random.number(3) == 0) {
          absent.add(values);
          present.removeIf(p -> p.partition().values().equals(values));
          twin.remove(values);
        } else {
          var partition = random.partition(table, values);
          present.removeIf(p -> p.partition().values().equals(values));
          present.add(stored(table, partition));
          absent.remove(values);
          twin.put(values, partition);
        }
      }
      index = filled.writer().changed(index, table, present, absent);
      assertThat(decoded(index, table, index.all(-1).rows())).isEqualTo(sorted(table, twin));
      assertThat(index.size()).isEqualTo(twin.size());
      assertThat(decoded(old, table, old.all(-1).rows())).isEqualTo(before);
      for (int i = 0; i < 20; i++) {
        var values = random.values(table);
        int row = index.find(values);
        assertThat(row >= 0 ? index.decoder(table).partition(row) : null)
            .isEqualTo(twin.get(values));
        var predicate = random.predicate(table, 2);
        var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
        assertThat(decoded(index, table, index.select(predicate, table.partitionKeys(), -1).rows()))
            .as(predicate.toString())
            .isEqualTo(
                sorted(table, twin).stream().filter(p -> matcher.matches(p.values())).toList());
      }
    }
  }

  @Property(tries = 100)
  void namesAreThoseOfHive(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var filled = filled(random, table, 50);
    var names = filled.index().names(table.partitionKeys());
    var written = new ArrayList<String>();
    for (int row : filled.index().all(-1).rows()) {
      names.accept(
          filled.index(),
          row,
          (buffer, offset, length) -> written.add(new String(buffer, offset, length, UTF_8)));
    }
    assertThat(written)
        .isEqualTo(
            sorted(table, filled.twin()).stream()
                .map(p -> PartitionNames.of(table.partitionKeys(), p.values()))
                .toList());
  }

  @Property(tries = 200)
  void namesFindWhatTheirValuesFind(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var keys = table.partitionKeys();
    var index = filled(random, table, 60).index();
    var wanted = new ArrayList<List<String>>();
    for (int row : index.all(-1).rows()) {
      for (int times = random.number(3); times > 0; times--) {
        wanted.add(index.values(row));
      }
    }
    wanted.add(random.values(table));
    if (random.number(2) == 0) {
      Collections.shuffle(wanted, new Random(seed));
    }
    var names = new ArrayList<String>();
    for (var values : wanted) {
      var name = PartitionNames.of(keys, values);
      names.add(name);
      // Not as Hive writes them, and so nobody's.
      names.add(PartitionNames.unescape(name) + (name.indexOf('%') < 0 ? "/" : ""));
      names.add(name.substring(0, name.length() - 1));
    }
    var reader = PartitionNames.reader(keys);
    var exact = names.stream().flatMap(name -> reader.exact(name).stream()).toList();
    assertThat(index.findNamed(names, keys)).isEqualTo(index.find(exact));
    assertThat(exact).containsAll(wanted);
  }

  @Property(tries = 50)
  void aChangeOfColumnsReachesAllAndSharesThem(@ForAll long seed) {
    var random = new RandomPartitions(seed);
    var table = random.table(NAME);
    var filled = filled(random, table, 100);
    var columns = List.of(new Column("new", "string"));
    var index = filled.writer().withColumns(filled.index(), columns);
    var expected =
        sorted(table, filled.twin()).stream()
            .map(p -> p.withLayout(p.layout().withColumns(columns)))
            .toList();
    assertThat(decoded(index, table, index.all(-1).rows())).isEqualTo(expected);
    assertThat(decoded(filled.index(), table, filled.index().all(-1).rows()))
        .isEqualTo(sorted(table, filled.twin()));
  }

  @Property(tries = 100)
  void halvesOfSurrogatePairsAreKept(@ForAll String value) {
    if (value.isEmpty()) {
      return;
    }
    var table =
        new RandomPartitions(1)
            .table(NAME).toBuilder().partitionKeys(List.of(new Column("k", "string"))).build();
    var writer = new IndexWriter(table, 0);
    var partition =
        Partition.of(List.of(value), table.layout())
            .withLocation(value)
            .withParameters(Map.of("p", value));
    writer.add(table, new StoredPartition(partition, false));
    var index = writer.first(table);
    assertThat(index.decoder(table).partition(index.find(List.of(value)))).isEqualTo(partition);
  }

  @Property(tries = 1)
  void manyValuesOfOneKeyAreOrderedAlsoThoseThatCameLater() {
    var table =
        new RandomPartitions(1)
            .table(NAME).toBuilder().partitionKeys(List.of(new Column("k", "int"))).build();
    var writer = new IndexWriter(table, 0);
    for (int i = 0; i < 3_000; i++) {
      writer.add(table, new StoredPartition(Partition.of(List.of("" + i), table.layout()), false));
    }
    var index = writer.first(table);
    Predicate range =
        new Predicate.Between(
            "k",
            new io.propolis.catalog.filter.Literal.Text("2990"),
            new io.propolis.catalog.filter.Literal.Text("5009"));
    assertThat(index.select(range, table.partitionKeys(), -1).rows()).hasSize(10);
    for (int i = 3_000; i < 6_000; i += 100) {
      var added = new ArrayList<StoredPartition>();
      for (int j = i; j < i + 100; j++) {
        added.add(new StoredPartition(Partition.of(List.of("" + j), table.layout()), false));
      }
      index = writer.changed(index, table, added, List.of());
      assertThat(index.select(range, table.partitionKeys(), -1).rows())
          .hasSize(Math.min(2_020, i + 100 - 2_990));
    }
  }
}
