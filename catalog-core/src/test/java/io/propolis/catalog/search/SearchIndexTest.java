package io.propolis.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.TableSearch.Comparison;
import io.propolis.catalog.search.TableSearch.Condition;
import io.propolis.catalog.search.TableSearch.Direction;
import io.propolis.catalog.search.TableSearch.Order;
import io.propolis.catalog.search.TableSearch.SortField;
import io.propolis.catalog.search.TableSearch.TimeField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An index that changed often finds what one made anew finds, in the same order. */
class SearchIndexTest {
  private static final List<String> WORDS = List.of("red", "green", "greenish", "blue", "black");

  private static Table table(TableName name, Random random) {
    return Table.builder(name)
        .owner(WORDS.get(random.nextInt(WORDS.size())))
        .parameters(
            Map.of(
                "classification",
                WORDS.get(random.nextInt(WORDS.size())),
                "note",
                WORDS.get(random.nextInt(WORDS.size()))
                    + " and "
                    + WORDS.get(random.nextInt(WORDS.size()))))
        .createdAt(random.nextInt(5))
        .build();
  }

  private static SearchIndex of(Iterable<Table> tables) {
    var builder = SearchIndex.builder();
    tables.forEach(builder::add);
    return builder.build();
  }

  private static final List<List<Condition>> SEARCHES =
      List.of(
          List.of(),
          List.of(new Condition.Word("green")),
          List.of(new Condition.Word("gre"), new Condition.Word("BL")),
          List.of(new Condition.Whole("red and blue")),
          List.of(new Condition.Field("Owner", "Red"), new Condition.Field("note", "green")),
          List.of(
              new Condition.Time(TimeField.CREATED, Comparison.GREATER_OR_EQUAL, 2),
              new Condition.Field("databasename", "d1")),
          List.of(new Condition.Field("owner", "nobody")));

  @Test
  void changesAreFoundAsIfTheyHadAlwaysBeenThere() {
    var random = new Random(7);
    var tables = new HashMap<TableName, Table>();
    var index = of(List.of());
    for (int round = 0; round < 300; round++) {
      var names = new HashMap<TableName, Table>();
      var databases = Set.<DatabaseName>of();
      if (random.nextInt(20) == 0) {
        var gone = DatabaseName.of("d" + random.nextInt(3));
        databases = Set.of(gone);
        tables.keySet().removeIf(name -> name.database().equals(gone));
      } else {
        for (int i = 0; i < random.nextInt(40); i++) {
          var name = TableName.of("d" + random.nextInt(3), "t" + random.nextInt(400));
          names.put(name, table(name, random));
        }
        names.keySet().forEach(tables::remove);
        if (random.nextInt(3) > 0) {
          tables.putAll(names);
        }
      }
      var found = names.keySet().stream().filter(tables::containsKey).map(tables::get).toList();
      index = index.changed(names.keySet(), databases, found);
      if (round % 10 == 0) {
        var anew = of(tables.values());
        for (var search : SEARCHES) {
          assertThat(all(index, search, 7)).as("%s", search).isEqualTo(all(anew, search, 1_000));
        }
      }
    }
    assertThat(all(index, List.of(), 50)).hasSameSizeAs(tables.keySet());
  }

  /** In portions, by type of order that changes. */
  private static List<TableName> all(SearchIndex index, List<Condition> conditions, int size) {
    var order =
        List.of(
            new Order(SortField.CLASSIFICATION, Direction.DESCENDING),
            new Order(SortField.CREATED, Direction.ASCENDING));
    var all = new ArrayList<TableName>();
    var after = Optional.<String>empty();
    do {
      var found = index.find(new TableSearch(conditions, order, after, size));
      assertThat(found.tables()).hasSizeLessThanOrEqualTo(size);
      all.addAll(found.tables());
      after = found.next();
    } while (after.isPresent());
    return all;
  }

  @Test
  void wordsBeginAndFieldsAreTheirs() {
    var name = TableName.of("d", "customer_link");
    var index =
        of(
            List.of(
                Table.builder(name)
                    .extras(Map.of("glue.Description", "\"Who\\nbuys\"", "glue.updatedAt", "77"))
                    .build()));

    assertThat(found(index, new Condition.Word("cust"))).containsExactly(name);
    assertThat(found(index, new Condition.Word("buys"))).containsExactly(name);
    assertThat(found(index, new Condition.Whole("link"))).containsExactly(name);
    assertThat(found(index, new Condition.Whole("lin"))).isEmpty();
    assertThat(found(index, new Condition.Field("name", "customer_link"))).containsExactly(name);
    assertThat(found(index, new Condition.Field("description", "who"))).containsExactly(name);
    assertThat(found(index, new Condition.Time(TimeField.UPDATED, Comparison.EQUAL, 77)))
        .containsExactly(name);
    assertThat(found(index, new Condition.Time(TimeField.UPDATED, Comparison.LESS, 77))).isEmpty();
  }

  private static List<TableName> found(SearchIndex index, Condition condition) {
    return index
        .find(new TableSearch(Collections.singletonList(condition), List.of(), Optional.empty(), 9))
        .tables();
  }

  @Test
  void aPlaceInAnotherOrderIsRefused() {
    var index = of(List.of());

    assertThatThrownBy(() -> index.find(new TableSearch(List.of(), List.of(), Optional.of("a"), 1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("order");
  }
}
