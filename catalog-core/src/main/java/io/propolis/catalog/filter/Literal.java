package io.propolis.catalog.filter;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** A constant in a filter, as it was written. */
public sealed interface Literal {
  /** The constant as a partition value would show it. */
  String text();

  record Text(String text) implements Literal {}

  record Number(BigDecimal value) implements Literal {
    @Override
    public String text() {
      return value.toPlainString();
    }
  }

  record Date(LocalDate value) implements Literal {
    @Override
    public String text() {
      return value.toString();
    }
  }

  record Timestamp(LocalDateTime value) implements Literal {
    @Override
    public String text() {
      return value.toString().replace('T', ' ');
    }
  }
}
