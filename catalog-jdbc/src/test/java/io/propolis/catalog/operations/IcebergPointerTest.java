package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pointer of an Iceberg table moves only from where its writer saw it. */
class IcebergPointerTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");
  private static final String POINTER = "metadata_location";
  private static final String PREVIOUS = "previous_metadata_location";

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
    given.externalTable("sales", "orders", folder.resolve("orders"));
  }

  @AfterEach
  void close() {
    given.close();
  }

  private Table table() {
    return given.session().tables().require(ORDERS);
  }

  private static Table with(Table table, Map<String, String> parameters) {
    var all = new LinkedHashMap<>(table.parameters());
    all.putAll(parameters);
    return table.toBuilder().parameters(all).build();
  }

  private Table alter(Table changed) {
    return given.session().tables().alter(ORDERS, changed, AlterOptions.PLAIN);
  }

  private void isIcebergAt(String type, String pointer) {
    alter(with(table(), Map.of("table_type", type, POINTER, pointer)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ICEBERG", "iceberg", "ICEBERG-VIEW"})
  void aCommitThatNamesThePresentPointerMovesIt(String type) {
    isIcebergAt(type, "v1");
    alter(with(table(), Map.of(POINTER, "v2", PREVIOUS, "v1")));
    assertThat(table().parameters()).containsEntry(POINTER, "v2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ICEBERG", "iceberg", "ICEBERG-VIEW"})
  void aCommitOnAnOlderPointerIsAConflict(String type) {
    isIcebergAt(type, "v1");
    var seen = table();
    alter(with(seen, Map.of(POINTER, "v2", PREVIOUS, "v1")));
    assertLost(with(seen, Map.of(POINTER, "mine", PREVIOUS, "v1")), "v2");
  }

  @Test
  void writingBackAnOldReadDoesNotUndoACommit() {
    isIcebergAt("ICEBERG", "v1");
    var seen = table();
    alter(with(seen, Map.of(POINTER, "v2", PREVIOUS, "v1")));
    assertLost(with(seen, Map.of("comment", "orders of all shops")), "v2");
  }

  @Test
  void aMoveThatSaysNothingOfThePastIsAConflict() {
    isIcebergAt("ICEBERG", "v1");
    assertLost(with(table(), Map.of(POINTER, "v2")), "v1");
  }

  @Test
  void ofTwoThatMakeOneTableAnIcebergTableOneWins() {
    var seen = table();
    alter(with(seen, Map.of("table_type", "ICEBERG", POINTER, "v1")));
    assertLost(with(seen, Map.of("table_type", "ICEBERG", POINTER, "mine")), "v1");
  }

  @Test
  void anIcebergTableDoesNotLoseItsPointer() {
    isIcebergAt("ICEBERG", "v1");
    var parameters = new LinkedHashMap<>(table().parameters());
    parameters.remove(POINTER);
    assertLost(table().toBuilder().parameters(parameters).build(), "v1");
  }

  @Test
  void anExpectationOfThePointerStandsForThePreviousOne() {
    isIcebergAt("ICEBERG", "v1");
    var options = AlterOptions.PLAIN.expecting(new Expected.Parameter(POINTER, "v1"));
    given.session().tables().alter(ORDERS, with(table(), Map.of(POINTER, "v2")), options);
    assertThat(table().parameters()).containsEntry(POINTER, "v2");
  }

  @Test
  void anExpectationOfAnotherParameterDoesNot() {
    isIcebergAt("ICEBERG", "v1");
    var options = AlterOptions.PLAIN.expecting(new Expected.Parameter("table_type", "ICEBERG"));
    assertThatThrownBy(
            () ->
                given
                    .session()
                    .tables()
                    .alter(ORDERS, with(table(), Map.of(POINTER, "v2")), options))
        .isInstanceOf(CatalogException.class);
    assertThat(table().parameters()).containsEntry(POINTER, "v1");
  }

  @Test
  void otherParametersAndOtherTablesChangeFreely() {
    isIcebergAt("ICEBERG", "v1");
    assertThatCode(() -> alter(with(table(), Map.of("comment", "orders"))))
        .doesNotThrowAnyException();
    alter(table().toBuilder().parameters(Map.of("EXTERNAL", "TRUE")).build());
    alter(with(table(), Map.of(POINTER, "v1")));
    assertThatCode(() -> alter(with(table(), Map.of(POINTER, "v2")))).doesNotThrowAnyException();
  }

  private void assertLost(Table changed, String pointer) {
    assertThatThrownBy(() -> alter(changed))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
        .hasMessageStartingWith(
            "The table has been modified. The parameter value for key 'metadata_location' is '%s'",
            pointer);
    assertThat(table().parameters()).containsEntry(POINTER, pointer);
  }
}
