package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.jdbc.SqlStatement.Asks;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How parameters are written into a text; what a database makes of it is in the contracts. */
class LiteralStatementsTest {
  private static String text(String sql, Object... parameters) {
    return LiteralStatements.text(List.of(statement(sql, parameters)));
  }

  private static SqlStatement statement(String sql, Object... parameters) {
    return new SqlStatement(sql, Arrays.asList(parameters), Asks.NOTHING, answer -> {});
  }

  @Test
  void everyTypeHasItsLiteral() {
    assertThat(
            text(
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                "plain text?",
                -7L,
                8,
                2.5e40,
                new BigDecimal("1E+3"),
                true,
                new byte[] {0, 0x7f, (byte) 0xff},
                null))
        .isEqualTo("VALUES ('plain text?', -7, 8, 2.5E40, 1000, 1, x'007FFF', NULL)");
  }

  /** Whatever the modes of the session and its character set make of these. */
  @ParameterizedTest
  @ValueSource(strings = {"it's", "\\", "\n", "\u0000", "\u007f", "\u00fc", "\ud83d\udc1d"})
  void whatCouldLeaveItsQuotesStandsInDigits(String awkward) {
    assertThat(text("SELECT ?", awkward)).matches("SELECT _utf8mb4 x'[0-9A-F]+'");
  }

  @Test
  void questionMarksInQuotesAreNoPlaces() {
    assertThat(text("SELECT '?', 'it''s ?', ?", 1)).isEqualTo("SELECT '?', 'it''s ?', 1");
  }

  @Test
  void statementsAreJoined() {
    assertThat(
            LiteralStatements.text(
                List.of(SqlStatement.BEGIN, statement("SELECT ?", "a"), SqlStatement.COMMIT)))
        .isEqualTo("BEGIN;\nSELECT 'a';\nCOMMIT");
  }

  @Test
  void aParameterWithoutItsPlaceIsRefused() {
    assertThatThrownBy(() -> text("SELECT ?", 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SELECT ?");
  }
}
