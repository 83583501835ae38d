package io.propolis.thrift.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private static final List<Column> KEYS =
      List.of(
          new Column("year", "int"),
          new Column("date", "date"),
          new Column("city", "string"),
          new Column("at", "timestamp"));

  private static final List<String> VALUES =
      List.of("2024", "2024-02-29", "Bad Aibling", "2024-02-29 06:30:00");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "year = 2024                                  | true",
        "year == 2024                                 | true",
        "2023 < year                                  | true",
        "year != 2024                                 | false",
        "year <> 2023                                 | true",
        "year <=> 2024                                | true",
        "year > 999                                   | true",
        "year = \"2024\"                              | true",
        "`year` >= 2024 AND city = 'Bad Aibling'      | true",
        "year = 2023 or (year = 2024 and year < 2025) | true",
        "NOT year = 2024                              | false",
        "year between 2023 and 2025                   | true",
        "year NOT BETWEEN 2023 AND 2025               | false",
        "year between 2020 and 2021 or city = 'x'     | false",
        "year in (2022, 2024)                         | true",
        "(year) IN (2022, 2024)                       | true",
        "(year) not in (2022, 2024)                   | false",
        "(struct(year,city)) IN (const struct(2024,'Bad Aibling')) | true",
        "(struct(year,city)) IN (const struct(2024,'x'), const struct(2023,'Bad Aibling')) | false",
        "date = '2024-02-29'                          | true",
        "date = 2024-02-29                            | true",
        "date > date '2024-02-28'                     | true",
        "date = DATE 2024-03-01                       | false",
        "at < timestamp '2024-03-01 00:00:00'         | true",
        "at = timestamp '2024-02-29 06:30:00.0'       | true",
        "at = 2024-02-29 06:30:00                     | true",
        "at between timestamp 2024-02-29 06:29:59.5 and '2024-02-29 06:30:01' | true",
        "'2024-03-01' > date                          | true",
        "not (not year = 2024)                        | true",
        "NOT (year = 2024 and city like 'B%')         | false",
        "city not like '.*x'                          | true",
        "city like 'B_d A%'                           | true",
        "`date` = '2024-02-29' and `at` is not null   | true",
        "city > 5                                     | false",
        "(struct(`year`,`city`)) not in (struct(2024,'x')) | true",
        "city like '.*Aib.*'                          | true",
        "city LIKE '%Aib%'                            | true",
        "city like 'Aib%'                             | false",
        "city not like 'Aib%'                         | true",
        "city = \"Bad Aibling\"                       | true",
        "city is null                                 | false",
        "year > -1                                    | true",
      })
  void aFilterMeansWhatItMeansInHive(String filter, boolean expected) {
    var matcher = PartitionMatcher.compile(FilterParser.parse(filter), KEYS);

    assertThat(matcher.matches(VALUES)).isEqualTo(expected);
  }

  @Test
  void andBindsStrongerThanOr() {
    var predicate = FilterParser.parse("year = 1 or year = 2 and city = 'x'");

    assertThat(predicate)
        .isInstanceOfSatisfying(
            Predicate.Or.class,
            or -> assertThat(or.operands().get(1)).isInstanceOf(Predicate.And.class));
  }

  @Test
  void noFilterMeansAll() {
    assertThat(FilterParser.parse(null)).isEqualTo(Predicate.ALL);
    assertThat(FilterParser.parse("  ")).isEqualTo(Predicate.ALL);
  }

  @Test
  void textKeysCompareWithNumbersAsNumbers() {
    var keys = List.of(new Column("k", "string"));
    var predicate = FilterParser.parse("k > 9");

    assertThat(PartitionMatcher.compile(predicate, keys).matches(List.of("10"))).isTrue();
    assertThat(PartitionMatcher.compile(predicate, keys).matches(List.of("b"))).isFalse();
  }

  @Test
  void aPatternThatTheDialectsReadDifferentlyLosesNoPartition() {
    assertThat(matches("city like 'Bad.*'")).isTrue();
    assertThat(matches("city not like 'Bad.*'")).isTrue();
    assertThat(matches("city not like 'Bad Aibling'")).isFalse();
  }

  @Test
  void aPatternThatTakesForEverIsRefused() {
    var keys = List.of(new Column("k", "string"));
    var matcher = PartitionMatcher.compile(FilterParser.parse("k like '(.*a){12}b'"), keys);

    assertThatThrownBy(() -> matcher.matches(List.of("a".repeat(200))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("(.*a){12}b");
  }

  private static boolean matches(String filter) {
    return PartitionMatcher.compile(FilterParser.parse(filter), KEYS).matches(VALUES);
  }

  @Test
  void quotesWithinAStringAreKept() {
    assertThat(FilterParser.parse("city = 'L\\'Aquila'"))
        .isEqualTo(FilterParser.parse("city = \"L'Aquila\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "year",
        "year =",
        "= 4",
        "year = 4 and",
        "(year = 4",
        "year ? 4",
        "date = date '2024-13-01'"
      })
  void whatIsNoFilterIsRefusedWithItsText(String filter) {
    assertThatThrownBy(() -> FilterParser.parse(filter))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("filter");
  }

  @Test
  void deepNestingIsReadOrRefusedButNeverOverflows() {
    var deep = "(".repeat(250) + "year = 2024" + ")".repeat(250);
    assertThat(PartitionMatcher.compile(FilterParser.parse(deep), KEYS).matches(VALUES)).isTrue();
    var mixed = "(year = 1 or (city = 'x' and ".repeat(60) + "year = 2024" + "))".repeat(60);
    assertThat(PartitionMatcher.compile(FilterParser.parse(mixed), KEYS).matches(VALUES)).isFalse();
    var chain = "(".repeat(249) + "year = 0" + " or year = 2024)".repeat(249);
    assertThat(FilterParser.parse(chain))
        .isInstanceOfSatisfying(Predicate.Or.class, or -> assertThat(or.operands()).hasSize(250));

    var negated = "NOT ".repeat(250) + "year = 2024";
    assertThat(matches(negated)).isTrue();
    var manyNegations = "NOT year = 1 and ".repeat(1_000) + "year = 2024";
    assertThat(matches(manyNegations)).isTrue();
    var bracketsInText = "city != '" + "(".repeat(1_000) + "'";
    assertThat(matches(bracketsInText)).isTrue();
    assertThatThrownBy(() -> FilterParser.parse("NOT ".repeat(100_000) + "year = 2024"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("250");
    var tooDeep = "(".repeat(100_000) + "year = 2024";
    assertThatThrownBy(() -> FilterParser.parse(tooDeep)).isInstanceOf(CatalogException.class);
  }

  @Test
  void aThousandAlternativesAreRead() {
    var filter = new StringBuilder("year = 0");
    for (int i = 1; i < 5_000; i++) {
      filter.append(" or year = ").append(i);
    }
    var matcher = PartitionMatcher.compile(FilterParser.parse(filter.toString()), KEYS);

    assertThat(matcher.matches(VALUES)).isTrue();
  }
}
