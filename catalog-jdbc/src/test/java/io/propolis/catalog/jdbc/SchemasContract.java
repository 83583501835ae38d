package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.INVALID;
import static io.propolis.catalog.CatalogException.Kind.NOT_EMPTY;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.schemas.ColumnQuery;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.catalog.model.schemas.Schema;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.catalog.model.schemas.SchemaVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class SchemasContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  static Schema schema(DatabaseName database, String name) {
    return new Schema(
        new SchemaName(database, name),
        Schema.Type.AVRO,
        Schema.Compatibility.BACKWARD,
        Schema.Validation.ALL,
        true,
        "group " + AWKWARD,
        null);
  }

  private static SchemaVersion version(Schema schema, int number, Column... columns) {
    return new SchemaVersion(
        schema.name().version(number),
        17,
        List.of(columns),
        SchemaVersion.State.REVIEWED,
        "d " + AWKWARD,
        "{}" + AWKWARD.repeat(1000),
        "f",
        "n",
        new SerDe("s", "lib", Map.of("k", AWKWARD), "d", null, null, 2));
  }

  @Test
  void aSchemaComesBackAsItWasStoredAndChanged() {
    var database = given().database();
    var first = schema(database, "b" + AWKWARD.strip());
    var second = schema(database, "a");
    write(store(), tx -> tx.schemas().insert(first));
    write(store(), tx -> tx.schemas().insert(second));
    assertThat(given().list(tx -> tx.schemas().all(database))).containsExactly(second, first);
    assertThat(given().find(tx -> tx.schemas().find(first.name()))).contains(first);
    assertRefused(store(), ALREADY_EXISTS, "Schema", tx -> tx.schemas().insert(first));

    var changed =
        new Schema(
            first.name(),
            Schema.Type.HIVE,
            Schema.Compatibility.NONE,
            Schema.Validation.LATEST,
            false,
            null,
            AWKWARD);
    write(store(), tx -> tx.schemas().update(changed));
    assertThat(given().find(tx -> tx.schemas().find(first.name()))).contains(changed);
    assertThat(given().find(tx -> tx.schemas().find(second.name()))).contains(second);
  }

  @Test
  void aSchemaNeedsItsDatabaseAndHoldsIt() {
    var database = given().database();
    var schema = schema(database, "orders");
    var nowhere = schema(DatabaseName.of("nowhere"), "orders");
    assertRefused(store(), NOT_FOUND, "nowhere", tx -> tx.schemas().insert(nowhere));
    assertRefused(store(), NOT_FOUND, "orders", tx -> tx.schemas().delete(schema.name()));
    write(store(), tx -> tx.schemas().insert(schema));
    assertRefused(store(), NOT_EMPTY, database.name(), tx -> tx.databases().delete(database));
    write(store(), tx -> tx.schemas().delete(schema.name()));
    write(store(), tx -> tx.databases().delete(database));
  }

  @Test
  void versionsComeNewestFirstAndGoWithTheirSchema() {
    var schema = schema(given().database(), "orders");
    var first = version(schema, 1, new Column("id", "int"));
    var tenth = version(schema, 10, new Column("id", "bigint", AWKWARD), new Column("Z", "int"));
    var bare =
        new SchemaVersion(
            schema.name().version(2), 0, List.of(), null, null, null, null, null, null);
    write(store(), tx -> tx.schemas().insert(schema));
    for (var version : List.of(first, tenth, bare)) {
      write(store(), tx -> tx.schemas().insert(version));
    }
    assertThat(given().list(tx -> tx.schemas().versions(schema.name())))
        .containsExactly(tenth, bare, first);
    assertThat(given().find(tx -> tx.schemas().latest(schema.name()))).contains(tenth);
    assertThat(given().find(tx -> tx.schemas().find(bare.id()))).contains(bare);
    assertRefused(store(), ALREADY_EXISTS, "version 1", tx -> tx.schemas().insert(first));

    var enabled = first.withState(SchemaVersion.State.ENABLED).withSerDe(SerDe.of("x", Map.of()));
    write(store(), tx -> tx.schemas().update(enabled));
    assertThat(given().find(tx -> tx.schemas().find(first.id()))).contains(enabled);
    write(store(), tx -> tx.schemas().delete(tenth.id()));
    assertRefused(store(), NOT_FOUND, "version 10", tx -> tx.schemas().delete(tenth.id()));
    assertRefused(store(), NOT_FOUND, "version 10", tx -> tx.schemas().update(tenth));

    write(store(), tx -> tx.schemas().delete(schema.name()));
    assertThat(given().list(tx -> tx.schemas().versions(schema.name()))).isEmpty();
    assertRefused(store(), NOT_FOUND, "orders", tx -> tx.schemas().insert(first));
  }

  @Test
  void versionsAreFoundByTheirColumns() {
    var database = given().database();
    var schema = schema(database, "orders");
    var namespace = database.name() + AWKWARD;
    var name = database.name() + "_Column";
    var one = version(schema, 1, new Column(name, "INT", namespace), new Column("b", "int"));
    var two = version(schema, 2, new Column(name, "string"), new Column("c", "int", namespace));
    write(store(), tx -> tx.schemas().insert(schema));
    write(store(), tx -> tx.schemas().insert(one));
    write(store(), tx -> tx.schemas().insert(two));

    assertThat(found(new ColumnQuery(name, null, null))).containsExactly(one.id(), two.id());
    assertThat(found(new ColumnQuery(null, namespace, null))).containsExactly(one.id(), two.id());
    assertThat(found(new ColumnQuery(name, namespace, null))).containsExactly(one.id());
    assertThat(found(new ColumnQuery(name, null, "int"))).containsExactly(one.id());
    assertThat(found(new ColumnQuery(null, namespace.toUpperCase(), null))).isEmpty();
    assertThat(found(new ColumnQuery(name, null, "float"))).isEmpty();
  }

  private List<SchemaVersion.Id> found(ColumnQuery query) {
    return given().list(tx -> tx.schemas().withColumn(query)).stream()
        .sorted((a, b) -> Integer.compare(a.version(), b.version()))
        .toList();
  }

  @Test
  void aVersionOfManyColumnsIsStored() {
    var schema = schema(given().database(), "wide");
    var columns =
        IntStream.range(0, 2500)
            .mapToObj(i -> new Column(schema.name() + "_" + i, "int"))
            .toArray(Column[]::new);
    write(store(), tx -> tx.schemas().insert(schema));
    write(store(), tx -> tx.schemas().insert(version(schema, 1, columns)));
    assertThat(found(new ColumnQuery(columns[2499].name(), null, null))).hasSize(1);
  }

  @Test
  void namedSerDesAndTypesKeepTheirCase() {
    var name = given().database().name() + " Ünï";
    var serDe = new SerDe(name, "lib", Map.of("k", AWKWARD), "d", "s", "e", 1);
    write(store(), tx -> tx.serDes().insert(serDe));
    assertThat(given().find(tx -> tx.serDes().find(name))).contains(serDe);
    assertThat(given().find(tx -> tx.serDes().find(name.toUpperCase()))).isEmpty();
    assertRefused(store(), ALREADY_EXISTS, name, tx -> tx.serDes().insert(serDe));
    assertRefused(store(), INVALID, "name", tx -> tx.serDes().insert(SerDe.NONE));

    var type = new NamedType(name, null, "v", List.of(new Column("f", "int", AWKWARD)));
    write(store(), tx -> tx.types().insert(type));
    assertThat(given().find(tx -> tx.types().find(name))).contains(type);
    assertThat(given().find(tx -> tx.types().find(name.toUpperCase()))).isEmpty();
    assertThat(given().list(tx -> tx.types().all())).contains(type);
    assertRefused(store(), ALREADY_EXISTS, name, tx -> tx.types().insert(type));
    assertThat(store().<Boolean>write(tx -> tx.types().delete(name))).isTrue();
    assertThat(store().<Boolean>write(tx -> tx.types().delete(name))).isFalse();
  }
}
