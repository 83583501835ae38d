package io.propolis.catalog.search;

import io.propolis.catalog.model.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What tables are looked for, and in which order and portion they are wanted.
 *
 * @param conditions that all have to hold
 * @param order by the first; what is equal by the next; at last by database and name
 * @param after {@link Found#next} of the portion before; empty for the first
 * @param size of a portion
 */
public record TableSearch(
    List<Condition> conditions, List<Order> order, Optional<String> after, int size) {
  public TableSearch {
    conditions = List.copyOf(conditions);
    order = List.copyOf(order);
  }

  /** Something that has to hold. */
  public sealed interface Condition {
    /** Some word of the table begins so: of its names, its columns, its description, … */
    record Word(String beginning) implements Condition {
      public Word {
        beginning = beginning.toLowerCase(Locale.ROOT);
      }
    }

    /** Something that is said about the table is this, from its first letter to its last. */
    record Whole(String text) implements Condition {
      public Whole {
        text = text.toLowerCase(Locale.ROOT);
      }
    }

    /**
     * A field of the table, or a parameter, is this or has this word.
     *
     * @param field as {@link TableDocument} names it, or a key of a parameter
     */
    record Field(String field, String value) implements Condition {
      public Field {
        field = field.toLowerCase(Locale.ROOT);
        value = value.toLowerCase(Locale.ROOT);
      }
    }

    /** A time compares so with another, in epoch milliseconds. */
    record Time(TimeField field, Comparison comparison, long millis) implements Condition {}
  }

  /** Times of tables. */
  public enum TimeField {
    CREATED,
    UPDATED,
    ACCESSED
  }

  /** How a time compares. */
  public enum Comparison {
    EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL;

    boolean holds(long one, long other) {
      return switch (this) {
        case EQUAL -> one == other;
        case GREATER -> one > other;
        case GREATER_OR_EQUAL -> one >= other;
        case LESS -> one < other;
        case LESS_OR_EQUAL -> one <= other;
      };
    }
  }

  /** A field to sort by, and which way. */
  public record Order(SortField field, Direction direction) {}

  /** What tables can be sorted by. */
  public enum SortField {
    NAME,
    DATABASE,
    OWNER,
    TYPE,
    CLASSIFICATION,
    CREATED,
    UPDATED,
    ACCESSED
  }

  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  /**
   * What was found.
   *
   * @param tables in the order that was asked for
   * @param next where the next portion begins; absent when nothing follows
   */
  public record Found(List<TableName> tables, Optional<String> next) {
    public Found {
      tables = List.copyOf(tables);
    }
  }
}
