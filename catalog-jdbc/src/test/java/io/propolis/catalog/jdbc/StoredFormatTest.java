package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.Skew;
import io.propolis.catalog.model.SortColumn;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.catalog.model.schemas.SchemaVersion;
import io.propolis.catalog.model.workload.ResourcePlan;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases outlive versions: texts that were stored once must be read for ever. */
class StoredFormatTest {
  private static final String LAYOUT =
      """
      {"columns":[{"name":"id","type":"int","parameters":{}},\
      {"name":"b","type":"string","comment":"c","parameters":{"k":null}}],\
      "inputFormat":"in","outputFormat":"out","compressed":false,"buckets":4,\
      "serDe":{"library":"lib","parameters":{"p":"v"}},\
      "bucketColumns":["id"],"sortColumns":[{"column":"id","order":1}],"parameters":{"x":"y"},\
      "skew":{"columns":["id"],"values":[["1"]],"locations":[{"values":["1"],"location":"l"}]},\
      "storedAsSubDirectories":true}""";
  private static final String DECIMAL =
      """
      {"decimal":{"low":-1.50,"nulls":3,"distinct":4,"sketches":{}}}""";

  @TempDir Path folder;

  @Test
  void layoutsPartitionKeysAndStatisticsKeepTheirStoredForm() throws Exception {
    var nullValue = new HashMap<String, String>();
    nullValue.put("k", null);
    var layout =
        new StorageLayout(
            List.of(new Column("id", "int"), new Column("b", "string", "c", nullValue)),
            "in",
            "out",
            false,
            4,
            SerDe.of("lib", Map.of("p", "v")),
            List.of("id"),
            List.of(new SortColumn("id", 1)),
            Map.of("x", "y"),
            new Skew(List.of("id"), List.of(List.of("1")), Map.of(List.of("1"), "l")),
            true);
    var data = new StatisticsData.DecimalData(new BigDecimal("-1.50"), null, 3, 4, Sketches.NONE);
    var url = "jdbc:sqlite:" + folder.resolve("catalog.db");
    try (var store = JdbcCatalogStore.open(StoreSettings.of(url, null, null))) {
      var given = new Given(store);
      var table = given.partitionedTable("t");
      given.add(table, Given.partition(table, "a/b", "é").withLayout(layout));
      Refusals.write(
          store,
          tx ->
              tx.statistics()
                  .putTable(table, List.of(new ColumnStatistics("c", "d", "hive", 1, data))));
    }
    assertThat(stored(url, "SELECT content FROM storage_layouts ORDER BY id DESC LIMIT 1"))
        .isEqualTo(LAYOUT);
    assertThat(stored(url, "SELECT data FROM table_statistics")).isEqualTo(DECIMAL);
    assertThat(stored(url, "SELECT values_text FROM table_partitions"))
        .isEqualTo("[\"a/b\",\"é\"]");
    assertThat(stored(url, "SELECT location FROM table_partitions")).isEqualTo("day=a%2Fb/hour=é");
    assertThat(stored(url, "SELECT lower(hex(values_hash)) FROM table_partitions"))
        .isEqualTo("841bed36a512b4fd9b0a59b6c4de981ec55db3b18efbad4ac117dc8e40f0016f");
  }

  @Test
  void constraintsKeepTheirStoredForm() throws Exception {
    var url = "jdbc:sqlite:" + folder.resolve("constraints.db");
    try (var store = JdbcCatalogStore.open(StoreSettings.of(url, null, null))) {
      var given = new Given(store);
      var table = given.table(given.database(), "t");
      var trust = new Constraint.Trust(true, false, true);
      var key =
          new Constraint.ForeignKey(
              List.of("id", "amount"), table.name(), List.of("amount", "id"), "pk", 3, 1);
      var check = new Constraint.Check("id", "id > 0");
      Refusals.write(
          store,
          tx ->
              tx.constraints()
                  .insert(
                      table,
                      List.of(
                          new Constraint(table.name(), "fk", key, trust),
                          new Constraint(table.name(), "cc", check, trust))));
    }
    assertThat(stored(url, "SELECT kind || definition FROM table_constraints WHERE name = 'fk'"))
        .isEqualTo(
            """
            FOREIGN_KEY{"columns":["id","amount"],"enabled":true,"validated":false,"relied":true,\
            "parentColumns":["amount","id"],"parentKey":"pk","onUpdate":3,"onDelete":1}""");
    assertThat(stored(url, "SELECT kind || definition FROM table_constraints WHERE name = 'cc'"))
        .isEqualTo(
            """
            CHECK{"columns":["id"],"enabled":true,"validated":false,"relied":true,\
            "expression":"id > 0"}""");
  }

  @Test
  void schemasKeepTheirStoredForm() throws Exception {
    var url = "jdbc:sqlite:" + folder.resolve("schemas.db");
    try (var store = JdbcCatalogStore.open(StoreSettings.of(url, null, null))) {
      var schema = SchemasContract.schema(new Given(store).database(), "s");
      var columns = List.of(new Column("Id", "int", "ns"));
      var serDe = SerDe.of("lib", Map.of("p", "v")).withName("n");
      var version =
          new SchemaVersion(
              schema.name().version(1), 0, columns, null, null, null, null, null, serDe);
      var type = new NamedType("t", "a", null, columns);
      Refusals.write(store, tx -> tx.schemas().insert(schema));
      Refusals.write(store, tx -> tx.schemas().insert(version));
      Refusals.write(store, tx -> tx.types().insert(type));
    }
    assertThat(stored(url, "SELECT columns_text || serde FROM schema_versions"))
        .isEqualTo(
            """
            [{"name":"Id","type":"int","comment":"ns","parameters":{}}]\
            {"name":"n","library":"lib","parameters":{"p":"v"}}""");
    assertThat(stored(url, "SELECT lower(hex(name_hash)) FROM schema_version_columns"))
        .isEqualTo("a56145270ce6b3bebd1dd012b73948677dd618d496488bc608a3cb43ce3547dd");
    assertThat(stored(url, "SELECT definition FROM named_types"))
        .isEqualTo(
            """
            {"name":"t","element":"a","fields":\
            [{"name":"Id","type":"int","comment":"ns","parameters":{}}]}""");
  }

  @Test
  void resourcePlansKeepTheirStoredForm() throws Exception {
    var url = "jdbc:sqlite:" + folder.resolve("plans.db");
    try (var store = JdbcCatalogStore.open(StoreSettings.of(url, null, null))) {
      var plan =
          new ResourcePlan(
              new ResourcePlan.Name("default", "day"),
              ResourcePlan.Status.DISABLED,
              5,
              "etl",
              List.of(new ResourcePlan.Pool("etl", 1.0, 5, "fifo")),
              List.of(new ResourcePlan.Trigger("slow", "ELAPSED_TIME > 10", "KILL", false)),
              List.of(
                  new ResourcePlan.Mapping(ResourcePlan.Mapping.EntityType.GROUP, "ops", "etl", 1)),
              List.of(new ResourcePlan.PoolTrigger("etl", "slow")));
      Refusals.write(store, tx -> tx.resourcePlans().insert(plan));
    }
    assertThat(stored(url, "SELECT definition FROM resource_plans"))
        .isEqualTo(
            """
            {"queryParallelism":5,"defaultPool":"etl",\
            "pools":[{"path":"etl","allocationFraction":1.0,"queryParallelism":5,\
            "schedulingPolicy":"fifo"}],\
            "triggers":[{"name":"slow","condition":"ELAPSED_TIME > 10","action":"KILL",\
            "unmanaged":false}],\
            "mappings":[{"entityType":"GROUP","entityName":"ops","pool":"etl","ordering":1}],\
            "poolTriggers":[{"pool":"etl","trigger":"slow"}]}""");
  }

  private static String stored(String url, String query) throws Exception {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
