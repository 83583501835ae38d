package io.propolis.catalog.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a predicate for the keys of one table and puts it together anew from the parts of whoever
 * evaluates it: on values, on codes of a dictionary, in SQL. What a predicate means is said here.
 *
 * @param <N> a part
 */
public final class PredicateCompiler<N> {
  /** The parts that a predicate is put together from. */
  public interface Parts<N> {
    /** True when all operands are. */
    N all(List<N> operands);

    /** True when an operand is. */
    N any(List<N> operands);

    N not(N operand);

    N comparison(Compared compared);

    N like(Key key, LikePattern pattern);

    /** Whether the value is the marker of the null partition. */
    N isNull(Key key);

    /** The same for all values; a set of the outcomes in {@link Truth}. */
    N constant(int truth);
  }

  /**
   * A key as a part of the predicate reads it.
   *
   * @param index its place among the table's keys
   * @param isStrict the marker of the null partition is null; else text keys compare it literally,
   *     as Hive's filters do
   */
  public record Key(int index, String name, KeyType type, boolean isStrict) {
    @Nullable Comparable<?> value(KeyType as, String text) {
      return isStrict && text.equals(PartitionNames.NULL_VALUE) ? null : as.value(text);
    }
  }

  /**
   * A comparison of a key with a constant.
   *
   * @param type as which both are read
   * @param expected the constant, null when it is none of that type
   * @param meansNull whether the constant is the marker of the null partition
   */
  public record Compared(
      Key key,
      Operator operator,
      KeyType type,
      @Nullable Comparable<?> expected,
      boolean meansNull,
      Literal literal) {
    static Compared of(Key key, Operator operator, Literal literal) {
      // As SQL does: a text and a number compare as numbers.
      boolean asNumber = key.type() == KeyType.TEXT && literal instanceof Literal.Number;
      var type = asNumber ? KeyType.NUMBER : key.type();
      boolean meansNull = literal.text().equals(PartitionNames.NULL_VALUE);
      return new Compared(key, operator, type, key.value(type, literal.text()), meansNull, literal);
    }

    /** Whether the marker of the null partition equals the constant, by its text. */
    public boolean namesMarker() {
      return meansNull && !key.isStrict();
    }

    /** The outcome for a value that is null, or of another type. */
    public int ofNull() {
      return operator == Operator.NULL_SAFE_EQUAL ? Truth.FALSE : Truth.UNKNOWN;
    }

    /** The outcome for a stored value. */
    public int of(String stored) {
      if (namesMarker() && stored.equals(PartitionNames.NULL_VALUE)) {
        return Truth.of(operator.accepts(0));
      }
      var actual = key.value(type, stored);
      if (actual == null || expected == null) {
        return ofNull();
      }
      return Truth.of(operator.accepts(KeyType.compare(actual, expected)));
    }
  }

  private final Parts<N> parts;
  private final List<Key> keys;

  private PredicateCompiler(Parts<N> parts, List<Key> keys) {
    this.parts = parts;
    this.keys = keys;
  }

  /**
   * Compiles the predicate.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when it names a key the table has not
   */
  public static <N> N compile(Predicate predicate, List<Column> keys, Parts<N> parts) {
    var read = new ArrayList<Key>(keys.size());
    for (var key : keys) {
      read.add(new Key(read.size(), key.name(), KeyType.of(key.type()), false));
    }
    return new PredicateCompiler<>(parts, read).compile(predicate);
  }

  private N compile(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      return parts.all(and.operands().stream().map(this::compile).toList());
    } else if (predicate instanceof Predicate.Or or) {
      return parts.any(or.operands().stream().map(this::compile).toList());
    } else if (predicate instanceof Predicate.Not not) {
      return parts.not(compile(not.operand()));
    } else if (predicate instanceof Predicate.Comparison comparison) {
      return comparison(comparison.key(), comparison.operator(), comparison.value());
    } else if (predicate instanceof Predicate.Between between) {
      return parts.all(
          List.of(
              comparison(between.key(), Operator.GREATER_OR_EQUAL, between.low()),
              comparison(between.key(), Operator.LESS_OR_EQUAL, between.high())));
    } else if (predicate instanceof Predicate.In in) {
      return in(in);
    } else if (predicate instanceof Predicate.Like like) {
      return parts.like(key(like.key()), new LikePattern(like.pattern(), like.dialect()));
    } else if (predicate instanceof Predicate.IsNull isNull) {
      return parts.isNull(key(isNull.key()));
    } else if (predicate instanceof Predicate.Typed typed) {
      return typed(typed);
    } else if (predicate instanceof Predicate.Constant constant) {
      return parts.constant(constant.value() == null ? Truth.UNKNOWN : Truth.of(constant.value()));
    } else if (predicate instanceof Predicate.Undecidable) {
      return parts.constant(Truth.OPEN);
    }
    throw new AssertionError(predicate);
  }

  private N typed(Predicate.Typed typed) {
    var key = key(typed.key());
    var retyped = new ArrayList<>(keys);
    retyped.set(key.index(), new Key(key.index(), key.name(), KeyType.of(typed.type()), true));
    return new PredicateCompiler<>(parts, retyped).compile(typed.operand());
  }

  private N in(Predicate.In in) {
    var tuples = new ArrayList<N>(in.tuples().size());
    for (var tuple : in.tuples()) {
      if (tuple.size() != in.keys().size()) {
        throw invalid(
            Entity.REQUEST,
            "IN list has %d values for %d keys".formatted(tuple.size(), in.keys().size()));
      }
      var equal = new ArrayList<N>(tuple.size());
      for (int i = 0; i < tuple.size(); i++) {
        equal.add(comparison(in.keys().get(i), Operator.EQUAL, tuple.get(i)));
      }
      tuples.add(equal.size() == 1 ? equal.get(0) : parts.all(equal));
    }
    return parts.any(tuples);
  }

  private N comparison(String name, Operator operator, Literal literal) {
    return parts.comparison(Compared.of(key(name), operator, literal));
  }

  private Key key(String name) {
    for (var key : keys) {
      if (key.name().equalsIgnoreCase(name)) {
        return key;
      }
    }
    throw invalid(Entity.COLUMN, name + " is not a partitioning key for the table");
  }
}
