package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is told of bytes is what the plain twin tells of texts. */
class LatinScannerProperties {
  private final LatinScanner latin = new LatinScanner();
  private final TextScanner plain = new TextScanner();

  /** Whatever stands in front of a value and behind it. */
  @Property(tries = 20_000)
  void formsAreThoseOfTheTwin(
      @ForAll("values") String value,
      @ForAll("values") String before,
      @ForAll("values") String after) {
    var bytes = (before + value + after).getBytes(StandardCharsets.ISO_8859_1);
    int start = before.length();

    var form = latin.scan(bytes, start, start + value.length());

    if (form == null) {
      return;
    }
    assertThat(TextSource.CELL.isNull(value)).isFalse();
    assertThat(form).as(value).isEqualTo(plain.scan(value));
    if (form == TextForm.FIXED_POINT) {
      assertThat(latin.integerDigits()).isEqualTo(plain.integerDigits());
      assertThat(latin.scale()).isEqualTo(plain.scale());
    } else if (form.isTemporal()) {
      assertThat(latin.temporalPattern()).isEqualTo(plain.temporalPattern());
    }
  }

  /** Otherwise it would be right by saying nothing. */
  @Example
  void commonFormsAreTold() {
    for (var value :
        new String[] {
          "0",
          "-7",
          "4294967296",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "007",
          "+49123456",
          "+049",
          "1.50",
          "-3.25",
          "0.5",
          "2024-02-29",
          "2024-12-31 23:59:59",
          "2024-01-01T00:00:00",
          "2024-01-01T00:00:00Z",
          "true",
          "false",
          "banana",
          "été",
          "The quick brown fox jumps over the lazy dog"
        }) {
      var bytes = value.getBytes(StandardCharsets.ISO_8859_1);
      assertThat(latin.scan(bytes, 0, bytes.length)).as(value).isEqualTo(plain.scan(value));
    }
  }

  @Provide
  Arbitrary<String> values() {
    var digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(21);
    var times =
        Combinators.combine(
                two(0, 99), two(0, 99), two(0, 13), two(0, 32), two(0, 25), two(0, 61), two(0, 61))
            .as("%s%s-%s-%s %s:%s:%s"::formatted);
    var limits =
        Arbitraries.of(
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
            "-0",
            "-0.0",
            "true",
            "false",
            "True",
            "NaN",
            "March",
            "\\N",
            "");
    var changed =
        Combinators.combine(
                Arbitraries.oneOf(digits, times, limits),
                Arbitraries.integers().between(0, 20),
                Arbitraries.of("0123456789-+.:T Zéae".split("")))
            .as(
                (value, at, sign) ->
                    value.length() <= at
                        ? value + sign
                        : value.substring(0, at) + sign + value.substring(at + 1));
    return Arbitraries.oneOf(
            digits,
            digits.map(d -> "-" + d),
            digits.map(d -> "+" + d),
            Combinators.combine(digits, digits).as((whole, part) -> whole + "." + part),
            times,
            times.map(t -> t.substring(0, 10)),
            times.map(t -> t.replace(' ', 'T') + "Z"),
            limits,
            changed,
            Arbitraries.strings().withChars("0123456789-+.:T Zeétrufals").ofMaxLength(24),
            Arbitraries.strings().withCharRange('\0', '\u00FF').ofMaxLength(40))
        .filter(value -> !value.isEmpty());
  }

  private static Arbitrary<String> two(int least, int most) {
    return Arbitraries.integers().between(least, most).map("%02d"::formatted);
  }
}
