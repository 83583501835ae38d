package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionNamesTest {

  @Test
  void exactlyTheCharactersThatHiveEscapesAreEscaped() {
    String special = "\"#%'*/:=?\\{[]^\u007F";
    for (char c = 0; c < 0x300; c++) {
      String expected =
          c < 0x20 || special.indexOf(c) >= 0 ? "%%%02X".formatted((int) c) : String.valueOf(c);
      assertThat(PartitionNames.escape("a" + c + "b")).isEqualTo("a" + expected + "b");
    }
  }

  @ParameterizedTest
  @NullAndEmptySource
  void nullAndEmptyValuesAreTheDefaultPartition(String value) {
    assertThat(PartitionNames.escape(value)).isEqualTo("__HIVE_DEFAULT_PARTITION__");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-01 10%3A30%3A00, 2024-01-01 10:30:00",
    "a%2fb, a/b",
    "%2541, %41",
    "100%, 100%",
    "%4, %4",
    "%zz, %zz",
    "%+5, %+5",
    "Zürich, Zürich",
  })
  void escapesAreReadInEitherCaseAndMalformedOnesKept(String folder, String value) {
    assertThat(PartitionNames.unescape(folder)).isEqualTo(value);
  }

  @Test
  void namesAreReadStepByStep() {
    assertThat(PartitionNames.parse("ds=2024-01-01/note=a%3Db=c/empty="))
        .hasValue(
            List.of(
                new PartitionSegment("ds", "2024-01-01"),
                new PartitionSegment("note", "a=b=c"),
                new PartitionSegment("empty", "__HIVE_DEFAULT_PARTITION__")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2024", "=x", "a=1/b", "a=1//b=2", "a=1/"})
  void aNameWithAStepThatHasNoKeyIsNoPartitionName(String name) {
    assertThat(PartitionNames.parse(name)).isEmpty();
  }

  @Test
  void segmentsWithEmptySidesAreRefusedByName() {
    assertThatThrownBy(() -> new PartitionSegment("", "x")).hasMessageContaining("value: x");
    assertThatThrownBy(() -> new PartitionSegment("dt", "")).hasMessageContaining("key: dt");
  }
}
