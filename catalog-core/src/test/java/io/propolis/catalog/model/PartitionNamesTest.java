package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionNamesTest {
  private static final List<Column> KEYS =
      List.of(new Column("Year", "int"), new Column("city", "string"));

  @Test
  void keysAreFoldedAndNullsMarked() {
    assertThat(PartitionNames.of(KEYS, List.of("2024", "")))
        .isEqualTo("year=2024/city=__HIVE_DEFAULT_PARTITION__");
  }

  @ParameterizedTest
  @CsvSource({"a/b, a%2Fb", "10:30, 10%3A30", "50%, 50%25", "a=b, a%3Db", "x^y, x%5Ey"})
  void charactersThatPathsCannotHoldAreEscapedAsHiveDoes(String value, String escaped) {
    assertThat(PartitionNames.escape(value)).isEqualTo(escaped);
  }

  @Property
  void unescapingUndoesEscaping(@ForAll String value) {
    assertThat(PartitionNames.unescape(PartitionNames.escape(value))).isEqualTo(value);
  }

  @Property
  void namesGiveTheirValuesBack(@ForAll String year, @ForAll String city) {
    var expected =
        List.of(
            year.isEmpty() ? PartitionNames.NULL_VALUE : year,
            city.isEmpty() ? PartitionNames.NULL_VALUE : city);
    assertThat(PartitionNames.values(KEYS, PartitionNames.of(KEYS, List.of(year, city))))
        .isEqualTo(expected);
  }

  @Test
  void valuesComeInTheOrderOfTheKeys() {
    assertThat(PartitionNames.values(KEYS, "city=Oslo/year=2024")).containsExactly("2024", "Oslo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"year=2024", "year=2024/month=1", "2024/Oslo", "year=1/year=2", ""})
  void namesThatDoNotFitTheKeysAreRefused(String name) {
    assertThatThrownBy(() -> PartitionNames.values(KEYS, name))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.kind()).isEqualTo(CatalogException.Kind.INVALID))
        .hasMessageContaining(name);
  }

  @Test
  void aPercentWithoutHexDigitsStays() {
    assertThat(PartitionNames.unescape("100%")).isEqualTo("100%");
    assertThat(PartitionNames.unescape("%zz")).isEqualTo("%zz");
  }
}
