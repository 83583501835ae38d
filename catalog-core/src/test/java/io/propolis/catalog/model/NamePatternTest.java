package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "*,          orders,  true",
    "ord*,       orders,  true",
    "ORD*,       orders,  true",
    "*der*,      orders,  true",
    "ord,        orders,  false",
    "a|orders,   orders,  true",
    "a|b*,       orders,  false",
    "o.ders,     orders,  false",
    "'',         orders,  false",
  })
  void starsAndBarsAreHives(String pattern, String name, boolean expected) {
    assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "a|*", " * "})
  void starsAloneMatchEverything(String pattern) {
    assertThat(NamePattern.of(pattern).matchesEverything()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "*a", "", "a|b*"})
  void whatNamesALetterDoesNot(String pattern) {
    assertThat(NamePattern.of(pattern).matchesEverything()).isFalse();
  }
}
