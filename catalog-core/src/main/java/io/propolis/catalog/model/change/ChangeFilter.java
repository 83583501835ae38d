package io.propolis.catalog.model.change;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Names;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a reader of the log wants. What is absent is not filtered by.
 *
 * @param unplaced what becomes of changes of no database, such as those of transactions, when a
 *     database is named
 * @param tables names of tables, empty for all
 * @param kinds those wanted
 */
public record ChangeFilter(
    @Nullable String catalog,
    @Nullable String database,
    Unplaced unplaced,
    Set<String> tables,
    Set<ChangeKind> kinds) {
  /** Whether changes of no database pass. */
  public enum Unplaced {
    INCLUDED,
    LEFT_OUT
  }

  public static final ChangeFilter ALL =
      new ChangeFilter(null, null, Unplaced.LEFT_OUT, Set.of(), EnumSet.allOf(ChangeKind.class));

  public ChangeFilter {
    catalog = catalog == null ? null : Names.fold(catalog);
    database = database == null ? null : Names.fold(database);
    tables = tables.stream().map(Names::fold).collect(Collectors.toUnmodifiableSet());
    kinds = Set.copyOf(kinds);
  }

  /** True when changes of every kind are wanted. */
  public boolean anyKind() {
    return kinds.size() == ChangeKind.values().length;
  }
}
