package io.propolis.catalog.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.Predicate.And;
import io.propolis.catalog.filter.Predicate.Between;
import io.propolis.catalog.filter.Predicate.Comparison;
import io.propolis.catalog.filter.Predicate.Dialect;
import io.propolis.catalog.filter.Predicate.In;
import io.propolis.catalog.filter.Predicate.IsNull;
import io.propolis.catalog.filter.Predicate.Like;
import io.propolis.catalog.filter.Predicate.Not;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.filter.Predicate.Or;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionMatcherTest {
  private static final List<Column> KEYS =
      List.of(new Column("year", "int"), new Column("day", "date"), new Column("city", "string"));

  private static boolean matches(Predicate predicate, String year, String day, String city) {
    return PartitionMatcher.compile(predicate, KEYS).matches(List.of(year, day, city));
  }

  private static Literal number(long value) {
    return new Literal.Number(BigDecimal.valueOf(value));
  }

  private static Comparison year(Operator operator, long value) {
    return new Comparison("year", operator, number(value));
  }

  @ParameterizedTest
  @CsvSource({
    "int,      9,     10,    LESS",
    "int,      010,   10,    EQUAL",
    "bigint,   -5,    -40,   GREATER",
    "decimal(5 2), 1.50, 1.5, EQUAL",
    "string,   9,     10,    GREATER",
    "date,     2024-02-29, 2024-03-01, LESS",
    "timestamp, 2024-01-01 00:00:00, 2024-01-01, EQUAL",
    "timestamp, 2024-01-01 10:00:00.5, 2024-01-01T10:00:00, GREATER",
    "boolean,  true,  TRUE,  EQUAL",
  })
  void valuesCompareByTheTypeOfTheirKey(
      String type, String stored, String literal, Operator expected) {
    var keys = List.of(new Column("k", type.replace(" ", ",")));
    var predicate = new Comparison("k", expected, new Literal.Text(literal));
    assertThat(PartitionMatcher.compile(predicate, keys).matches(List.of(stored))).isTrue();
    assertThat(PartitionMatcher.compile(new Not(predicate), keys).matches(List.of(stored)))
        .isFalse();
  }

  @Test
  void aNullIsNeitherEqualNorUnequal() {
    var nullYear = PartitionNames.NULL_VALUE;
    assertThat(matches(year(Operator.EQUAL, 2020), nullYear, "2020-01-01", "x")).isFalse();
    assertThat(matches(year(Operator.NOT_EQUAL, 2020), nullYear, "2020-01-01", "x")).isFalse();
    assertThat(matches(new Not(year(Operator.EQUAL, 2020)), nullYear, "2020-01-01", "x")).isFalse();
    assertThat(matches(new IsNull("year"), nullYear, "2020-01-01", "x")).isTrue();
    assertThat(matches(new Not(year(Operator.NULL_SAFE_EQUAL, 2020)), nullYear, "2020-01-01", "x"))
        .isTrue();
  }

  @Test
  void theNullMarkerCanBeAskedForByName() {
    var marker = new Literal.Text(PartitionNames.NULL_VALUE);
    assertThat(
            matches(
                new Comparison("city", Operator.EQUAL, marker),
                "2020",
                "2020-01-01",
                PartitionNames.NULL_VALUE))
        .isTrue();
    assertThat(
            matches(
                new Comparison("year", Operator.EQUAL, marker),
                PartitionNames.NULL_VALUE,
                "2020-01-01",
                "x"))
        .isTrue();
  }

  @Test
  void aStoredTextThatIsNoNumberIsUnknown() {
    assertThat(matches(year(Operator.LESS, 3000), "abc", "2020-01-01", "x")).isFalse();
    assertThat(matches(new Not(year(Operator.LESS, 3000)), "abc", "2020-01-01", "x")).isFalse();
  }

  @Test
  void unknownOrTrueIsTrue() {
    var either =
        new Or(
            List.of(
                year(Operator.EQUAL, 2020),
                new Comparison("city", Operator.EQUAL, new Literal.Text("x"))));
    assertThat(matches(either, PartitionNames.NULL_VALUE, "2020-01-01", "x")).isTrue();
  }

  @Test
  void betweenIncludesBothEnds() {
    var january =
        new Between(
            "day",
            new Literal.Date(LocalDate.of(2024, 1, 1)),
            new Literal.Date(LocalDate.of(2024, 1, 31)));
    assertThat(matches(january, "2024", "2024-01-01", "x")).isTrue();
    assertThat(matches(january, "2024", "2024-01-31", "x")).isTrue();
    assertThat(matches(january, "2024", "2024-02-01", "x")).isFalse();
  }

  @Test
  void inComparesTuplesOfKeys() {
    var in =
        new In(
            List.of("year", "city"),
            List.of(
                List.of(number(2020), new Literal.Text("a")),
                List.of(number(2021), new Literal.Text("b"))));
    assertThat(matches(in, "2021", "2024-01-01", "b")).isTrue();
    assertThat(matches(in, "2021", "2024-01-01", "a")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Z%,      true",
    "Z.*,     true",
    "%rich,   true",
    ".*rich,  true",
    "Z_rich,  true",
    "zurich,  false",
    "Zur,     false",
    "Z\\%rich, false",
    "(,       false",
  })
  void likeReadsBothDialects(String pattern, boolean expected) {
    assertThat(matches(like(pattern), "2020", "2024-01-01", "Zurich")).isEqualTo(expected);
  }

  private static Like like(String pattern) {
    return new Like("city", pattern, Dialect.SQL_OR_REGEX);
  }

  @Test
  void whatCannotBeEvaluatedLeavesTheAnswerOpenOnlyWhereItMatters() {
    var open = new Predicate.Undecidable("udf");
    assertThat(verdict(open)).isEqualTo(Verdict.MAYBE);
    assertThat(verdict(new Not(open))).isEqualTo(Verdict.MAYBE);
    assertThat(verdict(new And(List.of(year(Operator.EQUAL, 1), open)))).isEqualTo(Verdict.NO);
    assertThat(verdict(new And(List.of(year(Operator.EQUAL, 2020), open))))
        .isEqualTo(Verdict.MAYBE);
    assertThat(verdict(new Or(List.of(year(Operator.EQUAL, 2020), open)))).isEqualTo(Verdict.YES);
    assertThat(verdict(new Predicate.Constant(null))).isEqualTo(Verdict.NO);
    assertThat(verdict(new Not(new Predicate.Constant(null)))).isEqualTo(Verdict.NO);
  }

  private static Verdict verdict(Predicate predicate) {
    return PartitionMatcher.compile(predicate, KEYS)
        .verdict(List.of("2020", "2020-01-01", "Zurich"));
  }

  @Test
  void aKeyReadAsAnotherTypeComparesAsThatTypeAndItsNullIsNull() {
    var keys = List.of(new Column("k", "string"));
    var below = new Comparison("k", Operator.LESS, new Literal.Text("9"));
    var unequal = new Comparison("k", Operator.NOT_EQUAL, new Literal.Text("x"));

    assertThat(PartitionMatcher.compile(below, keys).matches(List.of("10"))).isTrue();
    assertThat(
            PartitionMatcher.compile(new Predicate.Typed("k", "double", below), keys)
                .matches(List.of("10")))
        .isFalse();
    assertThat(
            PartitionMatcher.compile(new Predicate.Typed("k", "string", unequal), keys)
                .matches(List.of(PartitionNames.NULL_VALUE)))
        .isFalse();
  }

  @Test
  void keysAreFoundWhateverTheirCase() {
    assertThat(
            matches(
                new Comparison("YEAR", Operator.EQUAL, number(2020)), "2020", "2024-01-01", "x"))
        .isTrue();
  }

  @Test
  void aKeyTheTableHasNotIsNamed() {
    assertThatThrownBy(
            () ->
                PartitionMatcher.compile(new Comparison("month", Operator.EQUAL, number(1)), KEYS))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("month");
  }

  @Test
  void theEmptyConjunctionMatchesAll() {
    assertThat(matches(Predicate.ALL, "1", "2024-01-01", "x")).isTrue();
    assertThat(matches(new And(List.of()), "1", "2024-01-01", "x")).isTrue();
    assertThat(matches(new Or(List.of()), "1", "2024-01-01", "x")).isFalse();
  }
}
