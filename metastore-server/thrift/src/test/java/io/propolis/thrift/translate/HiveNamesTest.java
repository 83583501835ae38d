package io.propolis.thrift.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.DatabaseName;
import org.junit.jupiter.api.Test;

class HiveNamesTest {
  @Test
  void aPlainNameIsInTheDefaultCatalog() {
    assertThat(HiveNames.database("Sales")).isEqualTo(new DatabaseName("hive", "sales"));
  }

  @Test
  void aPrefixNamesTheCatalogAndGoesBeforeTheField() {
    assertThat(HiveNames.database("@lake#Sales")).isEqualTo(new DatabaseName("lake", "sales"));
    assertThat(HiveNames.database("other", "@lake#sales"))
        .isEqualTo(new DatabaseName("lake", "sales"));
    assertThat(HiveNames.database("other", "sales")).isEqualTo(new DatabaseName("other", "sales"));
  }

  @Test
  void aPrefixAloneMeansNoDatabaseAndAnExclamationMarkTheEmptyOne() {
    assertThat(HiveNames.parse("@lake#").database()).isNull();
    assertThat(HiveNames.parse("@lake#!").database()).isEmpty();
    assertThatThrownBy(() -> HiveNames.parse("@lake#").name()).isInstanceOf(CatalogException.class);
  }

  @Test
  void patternsOfOldAndNewClientsMeanTheSame() {
    assertThat(HiveNames.pattern("ord*").matches("orders")).isTrue();
    assertThat(HiveNames.pattern("ord.*").matches("orders")).isTrue();
    assertThat(HiveNames.pattern(".*").matches("orders")).isTrue();
    assertThat(HiveNames.pattern(null).matches("orders")).isTrue();
    assertThat(HiveNames.parse("@lake#").pattern().matches("orders")).isTrue();
    assertThat(HiveNames.pattern("a|b*").matches("bee")).isTrue();
    assertThat(HiveNames.pattern("a|b*").matches("ace")).isFalse();
  }
}
