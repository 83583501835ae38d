package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfPartitions;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written together reads as what is written alone. */
class ObjectsJsonTest {
  private static final Json<JsonNode> TREE = Json.of(new TypeReference<>() {});

  @Test
  void objectsOfOneTransactionAreWrittenAsEachAlone() {
    var database = DatabaseName.of("sales");
    var table =
        Given.newTable(database, "orders").toBuilder()
            .layout(Given.layout("id", "amount"))
            .parameters(Map.of("k", Given.AWKWARD))
            .build();
    var same = table.toBuilder().build();
    var wider = table.toBuilder().layout(Given.layout("id", "amount", "more")).build();
    var partition = Partition.of(List.of("1"), Given.layout("id"));
    List<ChangedObjects> all =
        List.of(
            new OfStatistics(table, List.of("1"), List.of()),
            new OfStatistics(table, List.of("2"), List.of()),
            // Its layout comes second.
            new OfTable(wider, table),
            new OfTable(table, wider),
            new OfTable(table, same),
            new OfPartitions(table, List.of(partition), List.of()),
            new OfStatistics(wider, List.of("3"), List.of()));
    assertThat(ObjectsJson.writeAll(all)).isEqualTo(all.stream().map(ObjectsJson::write).toList());
    for (var objects : all) {
      var written = ObjectsJson.write(objects);
      assertThat(ObjectsJson.read(TREE.read(written.text()), written.layouts())).isEqualTo(objects);
    }
  }
}
