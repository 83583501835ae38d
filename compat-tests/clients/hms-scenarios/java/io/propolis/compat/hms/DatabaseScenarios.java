package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.Table;

final class DatabaseScenarios extends Scenarios {

  @Scenario
  void theDefaultDatabaseIsThere() throws Exception {
    assertThat(client.getAllDatabases()).contains("default", database);
    assertThat(client.getDatabase("default").getLocationUri()).isNotEmpty();
  }

  @Scenario
  void whatADatabaseWasCreatedWithComesBack() throws Exception {
    Database request = named(database + "_full");
    request.setDescription("Żółw: orders of 2024 🐢");
    request.setLocationUri(folder.resolve("full").toUri().toString());
    request.setParameters(Map.of("team", "sales"));
    request.setOwnerName("ada");
    request.setOwnerType(PrincipalType.USER);
    client.createDatabase(request);
    try {
      Database found = client.getDatabase(request.getName());
      assertThat(found.getDescription()).isEqualTo(request.getDescription());
      assertThat(path(found.getLocationUri())).isEqualTo(folder.resolve("full"));
      assertThat(found.getParameters()).containsEntry("team", "sales");
      assertThat(found.getOwnerName()).isEqualTo("ada");
      assertThat(found.getOwnerType()).isEqualTo(PrincipalType.USER);
    } finally {
      client.dropDatabase(request.getName());
    }
  }

  @Scenario
  void aDatabaseWithoutALocationGetsOneInTheWarehouse() throws Exception {
    assertThat(client.getDatabase(database).getLocationUri()).endsWith("/" + database + ".db");
  }

  @Scenario
  void databaseNamesAreFoldedToLowerCase() throws Exception {
    String name = database + "_Mixed";
    client.createDatabase(named(name));
    try {
      assertThat(client.getAllDatabases()).contains(name.toLowerCase(java.util.Locale.ROOT));
      assertThat(client.getDatabase(name.toUpperCase(java.util.Locale.ROOT)).getName())
          .isEqualTo(name.toLowerCase(java.util.Locale.ROOT));
    } finally {
      client.dropDatabase(name);
    }
  }

  @Scenario
  void creatingADatabaseThatExistsFails() {
    assertThatThrownBy(() -> client.createDatabase(named(database)))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void aDatabaseNameWithASlashIsRefused() {
    assertThatThrownBy(() -> client.createDatabase(named("no/good")))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Scenario
  void aMissingDatabaseIsReportedAsSuch() {
    assertThatThrownBy(() -> client.getDatabase("nowhere"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.dropDatabase("nowhere"))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Scenario
  void droppingAMissingDatabaseIsAllowedWhenAskedFor() throws Exception {
    client.dropDatabase("nowhere", true, true);
  }

  @Scenario
  void aDatabaseWithATableIsNotDroppedWithoutCascade() throws Exception {
    created(table("kept"));
    assertThatThrownBy(() -> client.dropDatabase(database, true, false, false))
        .isInstanceOf(InvalidOperationException.class);
    assertThat(client.getAllTables(database)).containsExactly("kept");
  }

  @Scenario
  void cascadeDropsTheTablesAndTheFilesOfManagedOnes() throws Exception {
    Table managed = created(table("managed"));
    Table external = created(externalTable("external"));
    Path gone = writeFile(managed.getSd().getLocation());
    Path stays = writeFile(external.getSd().getLocation());
    client.dropDatabase(database, true, false, true);
    assertThat(client.getAllDatabases()).doesNotContain(database);
    assertThat(Files.exists(gone)).isFalse();
    assertThat(Files.exists(stays)).isTrue();
  }

  @Scenario
  void databasesAreListedByPatternsWithAlternatives() throws Exception {
    assertThat(client.getDatabases(database.substring(0, database.length() - 1) + "*"))
        .contains(database);
    assertThat(client.getDatabases("nowhere|" + database)).containsExactly(database);
    assertThat(client.getDatabases("nowhere*")).isEmpty();
  }

  @Scenario
  void alteringADatabaseChangesItsOwnerAndParameters() throws Exception {
    Database changed = client.getDatabase(database);
    changed.setParameters(Map.of("stage", "gold"));
    changed.setOwnerName("grace");
    changed.setOwnerType(PrincipalType.ROLE);
    client.alterDatabase(database, changed);
    Database found = client.getDatabase(database);
    assertThat(found.getParameters()).containsEntry("stage", "gold");
    assertThat(found.getOwnerName()).isEqualTo("grace");
    assertThat(found.getOwnerType()).isEqualTo(PrincipalType.ROLE);
  }

  private static Database named(String name) {
    Database request = new Database();
    request.setName(name);
    return request;
  }
}
