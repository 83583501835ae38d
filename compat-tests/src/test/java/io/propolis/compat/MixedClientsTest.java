package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.HiveClient;
import io.propolis.compat.harness.HiveShell;
import io.propolis.compat.harness.HiveShells;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hive's own clients of every generation from 2.3 to 4.2, each in its process, take turns on one
 * object: what one has written the others see, as far as they know it, and do not lose when they
 * write it back.
 */
@ExtendWith(Engines.class)
class MixedClientsTest {
  @TempDir Path folder;

  static Stream<Arguments> creatorsAndKinds() {
    return Stream.of(
            "database",
            "table",
            "view",
            "materialized-view",
            "partition",
            "table-statistics",
            "partition-statistics",
            "function")
        .flatMap(
            kind -> Stream.of(HiveClient.values()).map(creator -> Arguments.of(creator, kind)));
  }

  private static Map<String, String> common(Map<String, String> values, Map<String, String> of) {
    var common = new TreeMap<>(values);
    common.keySet().retainAll(of.keySet());
    return common;
  }

  /** Without what the server itself changes with every write. */
  private static Map<String, String> lasting(Map<String, String> values) {
    var lasting = new TreeMap<>(values);
    lasting.keySet().removeIf(path -> path.contains("transient_lastDdlTime"));
    return lasting;
  }

  /**
   * Hive 2.3 has the catalog of a table where later ones have how a view was made, and takes the
   * bytes of a sketch for text.
   */
  private static boolean isOtherwiseIn23(String path) {
    return path.equals(".catName") || path.endsWith(".bitVectors");
  }

  /** Says what differs alone: an object has a hundred fields. */
  private static void assertHas(
      Map<String, String> values, Map<String, String> expected, String description) {
    var others = new TreeMap<String, String>();
    expected.forEach(
        (path, value) -> {
          var found = values.getOrDefault(path, "nothing");
          if (!found.equals(value)) {
            others.put(path, "%s, not %s".formatted(found, value));
          }
        });
    assertThat(others).as(description).isEmpty();
  }

  /** One object, and what each client has last seen of it. */
  private final class Shared {
    private final String kind;
    private final String database;
    private final HiveShells clients;
    private final Map<HiveShell, Map<String, String>> seen = new LinkedHashMap<>();

    Shared(String kind, HiveShells clients) {
      this(kind, Scratch.database("mixed").toString(), clients);
    }

    Shared(String kind, String database, HiveShells clients) {
      this.kind = kind;
      this.database = database;
      this.clients = clients;
    }

    /** Always without a slash at its end, unlike the URI of a folder that exists. */
    private String location() {
      return "file://" + folder.resolve(database);
    }

    Map<String, String> tell(HiveShell client, String verb, String... more) {
      var words = Stream.concat(Stream.of(verb, kind, database, location()), Stream.of(more));
      var values = lasting(client.call(words.toArray(String[]::new)));
      if (client.generation() == HiveClient.HIVE_2_3) {
        values.keySet().removeIf(MixedClientsTest::isOtherwiseIn23);
      }
      return values;
    }

    void createdBy(HiveShell creator) {
      if (!kind.equals("database")) {
        creator.call("create", "database", database, location());
      }
      var written = tell(creator, "create");
      // Those are the server's to say.
      written.keySet().removeAll(List.of(".createTime", ".id"));
      assertHas(tell(creator, "read"), written, creator.generation() + " sees what it has created");
      clients.all().forEach(client -> seen.put(client, tell(client, "read")));
    }

    void enrichedBy(HiveShell writer, String mark) {
      var written = tell(writer, "enrich", mark);
      assertHas(written, seen.get(writer), writer.generation() + " writes back what was there");
      var before = Map.copyOf(seen);
      clients.all().forEach(client -> seen.put(client, tell(client, "read")));
      assertHas(seen.get(writer), written, writer.generation() + " sees what it wrote");
      var all = clients.all();
      var newest = seen.get(all.get(all.size() - 1));
      for (var reader : all) {
        var now = seen.get(reader);
        var as = "%s reads what %s wrote".formatted(reader.generation(), writer.generation());
        assertHas(now, before.get(reader), as);
        assertHas(now, common(newest, now), as);
        assertThat(now.keySet()).as(as).containsAll(marks(written));
      }
    }

    private static List<String> marks(Map<String, String> written) {
      return written.keySet().stream().filter(path -> path.contains("[mark")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("creatorsAndKinds")
  void whatOneClientWroteTheOthersSeeAndKeep(HiveClient creator, String kind, HiveShells clients) {
    var shared = new Shared(kind, clients);
    shared.createdBy(available(clients, creator));
    var turn = new int[1];
    clients.thereAndBack().forEach(client -> shared.enrichedBy(client, "mark" + ++turn[0]));
  }

  /** They are no part of the table: nobody who writes it back sends them along. */
  @ParameterizedTest
  @EnumSource
  void constraintsOfOneClientAreSeenByTheOthersAndOutliveTheirWrites(
      HiveClient creator, HiveShells clients) {
    var shared = new Shared("constraints", clients);
    shared.createdBy(available(clients, creator));
    var all = clients.all();
    var newest = all.get(all.size() - 1);
    for (var writer : all) {
      var table = new Shared("table", shared.database, clients);
      table.tell(writer, "enrich", "mark");
      for (var reader : all) {
        var now = shared.tell(reader, "read");
        var as = "%s after %s wrote".formatted(reader.generation(), writer.generation());
        assertThat(now).as(as).isEqualTo(shared.seen.get(reader));
        assertHas(now, common(shared.seen.get(newest), now), as);
        assertThat(now).as(as).containsKeys("primary.column_name", "foreign.fkcolumn_name");
      }
    }
    for (var key : List.of("own_key", shared.seen.get(newest).get("foreign.fk_name"))) {
      var dropper = key.equals("own_key") ? newest : all.get(0);
      dropper.call("drop-constraint", shared.database, "orders", key);
    }
    for (var reader : all) {
      assertThat(shared.tell(reader, "read").keySet())
          .noneMatch(path -> path.startsWith("primary") || path.startsWith("foreign"));
    }
  }

  private static HiveShell available(HiveShells clients, HiveClient generation) {
    try {
      return clients.of(generation);
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
