package io.propolis.crawlers.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column or a field of a struct.
 *
 * @param name as the file has it
 * @param comment what the file says about it
 */
public record Field(String name, HiveType type, @Nullable String comment) {
  public Field(String name, HiveType type) {
    this(name, type, null);
  }

  public Field withType(HiveType newType) {
    return new Field(name, newType, comment);
  }
}
