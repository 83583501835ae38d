package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.inference.InferredType.Decimal;
import io.propolis.inference.InferredType.Scalar;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TypeProperties {

  @Property
  void mergeDoesNotDependOnSidesOrGroups(
      @ForAll("types") InferredType a,
      @ForAll("types") InferredType b,
      @ForAll("types") InferredType c) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(a)).isEqualTo(a);
    assertThat(a.merge(b).merge(a)).as("a wider type takes the narrower in").isEqualTo(a.merge(b));
    assertThat(a.merge(Scalar.UNKNOWN)).isEqualTo(a);
    assertThat(a.merge(Scalar.STRING)).isEqualTo(Scalar.STRING);
  }

  @Property
  void theDecisionDoesNotDependOnTheOrderOfValues(
      @ForAll("columns") List<String> values, @ForAll TextSource source, @ForAll Random random) {
    var shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);

    assertThat(TypeInference.of(shuffled, source)).isEqualTo(TypeInference.of(values, source));
  }

  @Property
  void theDecisionDoesNotDependOnHowValuesAreSplitOverFiles(
      @ForAll("columns") List<String> first,
      @ForAll("columns") List<String> second,
      @ForAll TextSource source) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    var joined = accumulate(first, source);
    joined.addAll(accumulate(second, source));

    assertThat(joined.decide()).isEqualTo(TypeInference.of(all, source));
  }

  /** Values as bytes, some as texts beside them, and in front and behind what is not theirs. */
  @Property(tries = 3000)
  void bytesOfLatin1AreReadAsTheirTextIs(
      @ForAll("cells") List<String> values, @ForAll TextSource source, @ForAll int texts) {
    var mixed = new TypeAccumulator(source);
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      var latin = ("7" + value + "7").getBytes(StandardCharsets.ISO_8859_1);
      if (!isLatin(value) || ((texts >> i) & 3) == 0) {
        mixed.add(value, "");
      } else {
        mixed.add(latin, 1, latin.length - 1, "");
      }
    }

    assertThat(mixed.decide()).isEqualTo(accumulate(values, source).decide());
  }

  private static boolean isLatin(String text) {
    return text.chars().allMatch(c -> c <= 0xFF);
  }

  @Provide
  Arbitrary<List<String>> cells() {
    var words =
        Arbitraries.of(
            "true",
            "False",
            "t",
            "NaN",
            "Infinity",
            "\\N",
            "\\",
            " ",
            "",
            "\u00a0",
            "\u001c",
            "__HIVE_DEFAULT_PARTITION__",
            "Mar",
            "March 3, 2024",
            "Jan 31, 2024 10:00",
            "München",
            "Łódź",
            "\u00e9t\u00e9",
            "https://www.example.com/a",
            "https://www.example.com/b",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36");
    return Arbitraries.frequencyOf(Tuple.of(2, columns()), Tuple.of(3, words.list().ofMaxSize(12)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(2)
        .map(parts -> parts.stream().flatMap(List::stream).toList());
  }

  @Property(tries = 3000)
  void theTypeOfCellsReadsEveryCell(@ForAll("columns") List<String> cells) {
    TypeDecision decision = TypeInference.ofCells(cells);
    for (String cell : cells) {
      if (!TextSource.CELL.isNull(cell)) {
        assertThat(reads(decision, cell)).as("%s reads '%s'", decision.type(), cell).isTrue();
      }
    }
  }

  @Property(tries = 3000)
  void theTypeOfPartitionValuesWritesEveryValueBackAsItStands(
      @ForAll("columns") List<String> values) {
    InferredType type = TypeInference.ofPartitionValues(values).type();
    for (String value : values) {
      if (!TextSource.PARTITION_VALUE.isNull(value)) {
        assertThat(rewritten(type, value)).as(type.hiveName()).isEqualTo(value);
      }
    }
  }

  @Provide
  Arbitrary<InferredType> types() {
    Arbitrary<InferredType> decimals =
        Combinators.combine(
                Arbitraries.integers().between(1, 38), Arbitraries.integers().between(0, 38))
            .as((precision, scale) -> new Decimal(precision, Math.min(precision, scale)));
    return Arbitraries.oneOf(Arbitraries.of(Scalar.values()), decimals);
  }

  /** Columns of one form or of several, with nulls. */
  @Provide
  Arbitrary<List<String>> columns() {
    return Arbitraries.oneOf(
        texts().list().ofMaxSize(6),
        whole().list().ofMaxSize(6),
        decimals(2).list().ofMaxSize(6),
        Arbitraries.oneOf(whole(), decimals(3)).list().ofMaxSize(6),
        temporals().list().ofMaxSize(6),
        Arbitraries.oneOf(whole(), decimals(2), temporals(), texts()).list().ofMaxSize(8));
  }

  private static Arbitrary<String> whole() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(String::valueOf),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(21));
  }

  private static Arbitrary<String> decimals(int scale) {
    return Arbitraries.bigDecimals().ofScale(scale).map(BigDecimal::toPlainString);
  }

  private static Arbitrary<String> temporals() {
    Arbitrary<LocalDateTime> times =
        Combinators.combine(
                Arbitraries.longs().between(-400_000, 400_000),
                Arbitraries.integers().between(0, 86_399))
            .as(
                (day, second) ->
                    LocalDateTime.of(LocalDate.ofEpochDay(day), LocalTime.ofSecondOfDay(second)));
    Arbitrary<String> patterns =
        Arbitraries.of(
            "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.S");
    return Combinators.combine(times, patterns)
        .as((time, pattern) -> DateTimeFormatter.ofPattern(pattern).format(time));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of("", " ", "\\N", PartitionNames.DEFAULT_PARTITION, "true", "NaN", "-0"),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.strings().withChars("0123456789+-.eETZ: ").ofMaxLength(20),
        Arbitraries.strings().ofMaxLength(5));
  }

  private static TypeAccumulator accumulate(List<String> values, TextSource source) {
    var types = new TypeAccumulator(source);
    values.forEach(value -> types.add(value, ""));
    return types;
  }

  private static boolean reads(TypeDecision decision, String cell) {
    InferredType type = decision.type();
    if (type == Scalar.BOOLEAN) {
      return cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false");
    } else if (type == Scalar.INT) {
      return String.valueOf(Integer.parseInt(cell)).equals(cell) || cell.equals("-0");
    } else if (type == Scalar.BIGINT) {
      return String.valueOf(Long.parseLong(cell)).equals(cell) || cell.equals("-0");
    } else if (type == Scalar.DOUBLE) {
      return !Double.isInfinite(Double.parseDouble(cell)) || cell.endsWith("Infinity");
    } else if (type == Scalar.DATE || type == Scalar.TIMESTAMP) {
      return decision.patterns().stream().anyMatch(pattern -> parses(pattern, cell));
    }
    return type == Scalar.STRING;
  }

  private static boolean parses(String pattern, String cell) {
    try {
      TemporalAccessor parsed = DateTimeFormatter.ofPattern(pattern).parse(cell);
      return LocalDate.from(parsed).toString().equals(cell.substring(0, 10));
    } catch (java.time.DateTimeException e) {
      return false;
    }
  }

  private static String rewritten(InferredType type, String value) {
    if (type == Scalar.INT) {
      return String.valueOf(Integer.parseInt(value));
    } else if (type == Scalar.BIGINT) {
      return String.valueOf(Long.parseLong(value));
    } else if (type instanceof Decimal decimal) {
      BigDecimal number = new BigDecimal(value).setScale(decimal.scale());
      assertThat(number.precision()).isLessThanOrEqualTo(decimal.precision());
      return number.toPlainString();
    } else if (type == Scalar.DATE) {
      return LocalDate.parse(value).toString();
    } else if (type == Scalar.TIMESTAMP) {
      assertThat(value).matches("\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?)?");
      return value;
    }
    assertThat(type).isIn(Scalar.STRING, Scalar.UNKNOWN);
    return value;
  }
}
