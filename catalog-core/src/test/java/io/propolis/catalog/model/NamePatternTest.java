package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
