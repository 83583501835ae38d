package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.INVALID;
import static io.propolis.catalog.CatalogException.Kind.NOT_EMPTY;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OwnerType;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

abstract class DatabasesContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  @Test
  void theDefaultCatalogStandsFromTheStart() {
    assertThat(given().find(tx -> tx.catalogs().find("HIVE"))).isPresent();
    assertThat(given().list(tx -> tx.catalogs().names())).contains("hive");
  }

  @Test
  void aCatalogIsKeptChangedAndDropped() {
    var lake = new CatalogDefinition("Lake", "first", "s3://lake", 5);
    write(store(), tx -> tx.catalogs().insert(lake));
    var changed = new CatalogDefinition("lake", null, "s3://other", 5);
    write(store(), tx -> tx.catalogs().update(changed));
    assertThat(given().find(tx -> tx.catalogs().find("lake"))).contains(changed);
    assertRefused(
        store(), ALREADY_EXISTS, "Catalog already exists: lake", tx -> tx.catalogs().insert(lake));

    var inside = new DatabaseName("lake", "d");
    write(store(), tx -> tx.databases().insert(Database.named(inside)));
    assertRefused(store(), NOT_EMPTY, "lake", tx -> tx.catalogs().delete("lake"));
    write(
        store(),
        tx -> {
          tx.databases().delete(inside);
          tx.catalogs().delete("lake");
        });
    assertRefused(store(), NOT_FOUND, "lake", tx -> tx.catalogs().delete("lake"));
    assertRefused(store(), NOT_FOUND, "lake", tx -> tx.catalogs().update(changed));
  }

  @Test
  void aDatabaseComesBackAsItWasStored() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put(AWKWARD, AWKWARD);
    parameters.put("null", null);
    parameters.put("", "");
    parameters.put("long", "x".repeat(100_000));
    var database =
        new Database(
            DatabaseName.of("größe_漢字_😀"),
            AWKWARD,
            "s3://lake/" + AWKWARD,
            "",
            parameters,
            AWKWARD,
            OwnerType.ROLE,
            123,
            new Database.Remote("lake", AWKWARD),
            parameters);
    write(store(), tx -> tx.databases().insert(database));
    var found = store().read(tx -> tx.databases().find(database.name())).orElseThrow();
    assertThat(found).isEqualTo(database);
    assertThat(found.parameters().keySet()).containsExactlyElementsOf(parameters.keySet());
  }

  @Test
  void namesAreSortedByCodePoint() {
    write(store(), tx -> tx.catalogs().insert(new CatalogDefinition("sorted", null, null, 0)));
    var names = new String[] {"b", "a-b", "a_b", "ab", "a", "é", "z", "😀", "\uFF5E", "e", "a%"};
    write(
        store(),
        tx -> {
          for (var name : names) {
            tx.databases().insert(Database.named(new DatabaseName("sorted", name)));
          }
        });
    assertThat(given().list(tx -> tx.databases().names("sorted")))
        .containsExactly("a", "a%", "a-b", "a_b", "ab", "b", "e", "z", "é", "\uFF5E", "😀");
    assertThat(given().list(tx -> tx.databases().all("Sorted"))).hasSize(names.length);
    assertThat(given().list(tx -> tx.databases().names("no such catalog"))).isEmpty();
  }

  @Test
  void accentsAndWidthsMakeDifferentNames() {
    write(
        store(),
        tx -> {
          for (var name : new String[] {"resume", "résumé", "ｒesume", "straße", "strasse"}) {
            tx.databases().insert(Database.named(DatabaseName.of(name)));
          }
        });
    assertThat(given().find(tx -> tx.databases().find(DatabaseName.of("résumé")))).isPresent();
  }

  @Test
  void aDatabaseIsRefusedTwiceAndInAnAbsentCatalog() {
    var name = given().database();
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "Database already exists: " + name,
        tx -> tx.databases().insert(Database.named(name)));
    assertRefused(
        store(),
        NOT_FOUND,
        "Catalog not found: nowhere",
        tx -> tx.databases().insert(Database.named(new DatabaseName("nowhere", "d"))));
  }

  @Test
  void aNameThatOneDatabaseCouldNotHoldIsRefusedByAll() {
    var longest = DatabaseName.of("😀".repeat(255));
    write(store(), tx -> tx.databases().insert(Database.named(longest)));
    assertThat(given().find(tx -> tx.databases().find(longest))).isPresent();
    assertRefused(
        store(),
        INVALID,
        "longer than 255",
        tx -> tx.databases().insert(Database.named(DatabaseName.of("x".repeat(256)))));
  }

  @Test
  void aRenamedDatabaseKeepsItsTables() {
    var name = given().database();
    given().table(name, "orders");
    var renamed = DatabaseName.of(name.name() + "_renamed");
    write(store(), tx -> tx.databases().update(name, Database.named(renamed)));
    assertThat(given().find(tx -> tx.databases().find(name))).isEmpty();
    assertThat(given().find(tx -> tx.tables().find(renamed.table("orders")))).isPresent();

    var taken = given().database();
    assertRefused(
        store(),
        ALREADY_EXISTS,
        taken.toString(),
        tx -> tx.databases().update(renamed, Database.named(taken)));
    assertRefused(
        store(),
        NOT_FOUND,
        name.toString(),
        tx -> tx.databases().update(name, Database.named(name)));
  }

  @Test
  void anUpdateThatChangesNothingIsNoAbsence() {
    var name = given().database();
    write(store(), tx -> tx.databases().update(name, Database.named(name)));
    assertThat(given().find(tx -> tx.databases().find(name))).contains(Database.named(name));
  }

  @Test
  void aDatabaseWithTablesIsNotDropped() {
    var name = given().database();
    given().table(name, "orders");
    assertRefused(
        store(),
        NOT_EMPTY,
        "Database " + name + " is not empty",
        tx -> tx.databases().delete(name));
    write(
        store(),
        tx -> {
          tx.tables().delete(tx.tables().lock(name.table("orders")).orElseThrow());
          tx.databases().delete(name);
        });
    assertRefused(store(), NOT_FOUND, name.toString(), tx -> tx.databases().delete(name));
  }
}
