package io.propolis.compat.random;

import java.util.List;

/**
 * The type of a column or of a part of one, in no format's terms. Values are Java's own: a struct's
 * are a list in the order of its fields, a map's keys are texts, timestamps are of UTC without a
 * zone.
 */
public sealed interface ColumnType {
  /** Types without parts. */
  enum Scalar implements ColumnType {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BINARY,
    DATE,
    TIMESTAMP
  }

  record Decimal(int precision, int scale) implements ColumnType {}

  record ListOf(ColumnType element) implements ColumnType {}

  record MapOf(ColumnType value) implements ColumnType {}

  record Struct(List<Field> fields) implements ColumnType {}

  record Field(String name, ColumnType type) {}
}
