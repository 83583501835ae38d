package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.jdbc.StatisticsDocument.Fact;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.BinaryData;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.StringData;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Databases outlive versions: what was stored once is read for ever, and as it was. */
class StatisticsDocumentTest {
  @Provide
  Arbitrary<StatisticsData> data() {
    var numbers = Arbitraries.longs();
    var bounds = Arbitraries.longs().injectNull(0.2);
    var doubles =
        Arbitraries.oneOf(
            Arbitraries.doubles(),
            Arbitraries.of(
                Double.NaN, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 4.9e-324));
    var decimals =
        Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-500, 500))
            .as(BigDecimal::new)
            .injectNull(0.2);
    var none = Sketches.NONE;
    return Arbitraries.oneOf(
        Combinators.combine(numbers, numbers, numbers)
            .as((a, b, c) -> new BooleanData(a, b, c, none)),
        Combinators.combine(bounds, bounds, numbers, numbers)
            .as((a, b, c, d) -> new LongData(a, b, c, d, none)),
        Combinators.combine(bounds, bounds, numbers, numbers)
            .as((a, b, c, d) -> new DateData(a, b, c, d, none)),
        Combinators.combine(bounds, bounds, numbers, numbers)
            .as((a, b, c, d) -> new TimestampData(a, b, c, d, none)),
        Combinators.combine(doubles.injectNull(0.2), doubles.injectNull(0.2), numbers, numbers)
            .as((a, b, c, d) -> new DoubleData(a, b, c, d, none)),
        Combinators.combine(decimals, decimals, numbers, numbers)
            .as((a, b, c, d) -> new DecimalData(a, b, c, d, none)),
        Combinators.combine(numbers, doubles, numbers, numbers)
            .as((a, b, c, d) -> new StringData(a, b, c, d, none)),
        Combinators.combine(numbers, doubles, numbers)
            .as((a, b, c) -> new BinaryData(a, b, c, none)));
  }

  @Provide
  Arbitrary<List<Fact>> facts() {
    return Combinators.combine(Arbitraries.longs(), data())
        .as((at, of) -> new Fact(0, at, of))
        .list()
        .ofMaxSize(40)
        .map(
            all ->
                IntStream.range(0, all.size())
                    .mapToObj(
                        i -> new Fact(1L + 99L * i * i, all.get(i).analyzedAt(), all.get(i).data()))
                    .toList());
  }

  private static List<Fact> read(byte[] bytes) {
    var document = StatisticsDocument.read(bytes);
    return IntStream.range(0, document.size()).mapToObj(document::fact).toList();
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadAsItWas(@ForAll("facts") List<Fact> facts) {
    assertThat(read(StatisticsDocument.EMPTY.with(column -> true, facts))).isEqualTo(facts);
  }

  @Property(tries = 200)
  void whatIsNotReplacedStays(
      @ForAll("facts") List<Fact> before, @ForAll("facts") List<Fact> added) {
    var document = StatisticsDocument.read(StatisticsDocument.EMPTY.with(c -> true, before));
    var kept = before.stream().filter(fact -> fact.column() % 2 == 0).toList();
    var after = read(document.with(column -> column % 2 == 0, added));
    assertThat(after.subList(0, kept.size())).isEqualTo(kept);
    assertThat(after.subList(kept.size(), after.size())).isEqualTo(added);
    assertThat(document.hasAny(column -> column % 2 == 0)).isEqualTo(!kept.isEmpty());
  }

  @Property(tries = 100)
  void sketchesAreReadAsTheyWere(@ForAll byte[] bytes) {
    for (var sketches :
        List.of(
            Sketches.NONE,
            new Sketches(Sketch.of(bytes), null),
            new Sketches(null, Sketch.of(bytes)),
            new Sketches(Sketch.of(new byte[0]), Sketch.of(bytes)))) {
      assertThat(StatisticsDocument.sketches(StatisticsDocument.sketches(sketches)))
          .isEqualTo(sketches);
    }
  }

  @Example
  void theStoredFormStays() {
    var facts =
        List.of(
            new Fact(7, 1_700_000_000_000L, new LongData(-1L, 300L, 2, 3, Sketches.NONE)),
            new Fact(
                300,
                0,
                new DecimalData(
                    new BigDecimal(BigInteger.valueOf(-150), 2), null, 3, 4, Sketches.NONE)),
            new Fact(301, 1, new StringData(10, 2.5, 3, 4, Sketches.NONE)));
    assertThat(HexFormat.of().formatHex(StatisticsDocument.EMPTY.with(c -> false, facts)))
        .isEqualTo(
            """
            01070c80a0abfef96231040601d804ac0208001506080402ff6aad020d02030608144004000000000000""");
    assertThat(
            HexFormat.of()
                .formatHex(
                    StatisticsDocument.sketches(
                        new Sketches(Sketch.of(new byte[] {9}), Sketch.of(new byte[] {1, 2})))))
        .isEqualTo("01030109020102");
  }

  @Example
  void anotherVersionIsRefusedByItsNumber() {
    var bytes = StatisticsDocument.EMPTY.with(c -> false, List.of());
    bytes[0] = 9;
    assertThatThrownBy(() -> StatisticsDocument.read(bytes))
        .hasMessageContaining("version 9")
        .hasMessageContaining("knows 1");
    assertThatThrownBy(() -> StatisticsDocument.sketches(bytes)).hasMessageContaining("version 9");
  }

  @Property(tries = 100)
  void whatIsCutOffIsRefused(@ForAll("data") StatisticsData data) {
    var whole = StatisticsDocument.EMPTY.with(c -> false, List.of(new Fact(5, 1, data)));
    for (int length = 2; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> StatisticsDocument.read(cut))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
