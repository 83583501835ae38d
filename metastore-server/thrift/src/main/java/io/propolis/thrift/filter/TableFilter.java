package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.store.TableSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter on tables ({@code get_table_names_by_filter}): the partition grammar over the keys
 * {@code hive_filter_field_owner__}, {@code …last_access__}, {@code …tableName__}, {@code
 * …tableType__} and {@code …params__<name of a parameter>}.
 */
public final class TableFilter implements java.util.function.Predicate<TableSummary> {
  private static final String OWNER = "hive_filter_field_owner__";
  private static final String LAST_ACCESS = "hive_filter_field_last_access__";
  private static final String NAME = "hive_filter_field_tableName__";
  private static final String TYPE = "hive_filter_field_tableType__";
  private static final String PARAMETERS = "hive_filter_field_params__";

  private final List<String> keys;
  private final PartitionMatcher matcher;

  private TableFilter(List<String> keys, PartitionMatcher matcher) {
    this.keys = keys;
    this.matcher = matcher;
  }

  /** Throws INVALID when the text is not understood or names another key. */
  public static TableFilter parse(@Nullable String text) {
    var predicate = FilterParser.parse(text);
    var keys = new ArrayList<String>();
    collectKeys(predicate, keys);
    var columns = keys.stream().map(key -> new Column(key, type(key))).toList();
    return new TableFilter(
        List.copyOf(keys), PartitionMatcher.compile(withNulls(predicate, keys), columns));
  }

  @Override
  public boolean test(TableSummary table) {
    return matcher.matches(keys.stream().map(key -> value(table, key)).toList());
  }

  /** A table without the parameter that a comparison names does not pass, whatever the operator. */
  private static Predicate withNulls(Predicate predicate, List<String> keys) {
    var wrapped = predicate;
    for (var key : keys) {
      wrapped = new Predicate.Typed(key, type(key), wrapped);
    }
    return wrapped;
  }

  private static String type(String key) {
    return key.equalsIgnoreCase(LAST_ACCESS) ? "bigint" : "string";
  }

  private static String value(TableSummary table, String key) {
    if (startsWith(key, PARAMETERS)) {
      return orNull(table.parameters().get(key.substring(PARAMETERS.length())));
    } else if (key.equalsIgnoreCase(OWNER)) {
      return orNull(table.owner());
    } else if (key.equalsIgnoreCase(LAST_ACCESS)) {
      return Long.toString(table.lastAccessedAt() / 1000);
    } else if (key.equalsIgnoreCase(NAME)) {
      return table.name().name();
    } else if (key.equalsIgnoreCase(TYPE)) {
      return table.type().name();
    }
    throw invalid(Entity.REQUEST, "Tables cannot be filtered by " + key);
  }

  private static boolean startsWith(String key, String prefix) {
    return key.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static String orNull(@Nullable String value) {
    return value == null ? PartitionNames.NULL_VALUE : value;
  }

  private static void collectKeys(Predicate predicate, List<String> keys) {
    if (predicate instanceof Predicate.And and) {
      and.operands().forEach(operand -> collectKeys(operand, keys));
    } else if (predicate instanceof Predicate.Or or) {
      or.operands().forEach(operand -> collectKeys(operand, keys));
    } else if (predicate instanceof Predicate.Not not) {
      collectKeys(not.operand(), keys);
    } else if (predicate instanceof Predicate.Typed typed) {
      collectKeys(typed.operand(), keys);
    } else if (predicate instanceof Predicate.Comparison comparison) {
      add(comparison.key(), keys);
    } else if (predicate instanceof Predicate.Between between) {
      add(between.key(), keys);
    } else if (predicate instanceof Predicate.In in) {
      in.keys().forEach(key -> add(key, keys));
    } else if (predicate instanceof Predicate.Like like) {
      add(like.key(), keys);
    } else if (predicate instanceof Predicate.IsNull isNull) {
      add(isNull.key(), keys);
    }
  }

  private static void add(String key, List<String> keys) {
    boolean known =
        startsWith(key, PARAMETERS)
            || List.of(OWNER, LAST_ACCESS, NAME, TYPE).stream().anyMatch(key::equalsIgnoreCase);
    if (!known) {
      throw invalid(Entity.REQUEST, "Tables cannot be filtered by " + key);
    }
    if (!keys.contains(key)) {
      keys.add(key);
    }
  }
}
