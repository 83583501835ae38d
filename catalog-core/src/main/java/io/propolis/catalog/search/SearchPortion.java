package io.propolis.catalog.search;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.search.TableSearch.Direction;
import io.propolis.catalog.search.TableSearch.Found;
import io.propolis.catalog.search.TableSearch.Order;
import io.propolis.catalog.search.TableSearch.SortField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what matches in any order, and keeps the portion that was asked for and no more. */
final class SearchPortion implements Consumer<TableDocument> {
  private static final String SEPARATOR = "\u0001";

  private final List<Order> order;
  private final int size;
  private final @Nullable List<String> after;
  private final Comparator<List<String>> byKeys = this::compare;

  /** The worst of those kept comes first: it makes room for a better one. */
  private final PriorityQueue<Kept> kept =
      new PriorityQueue<>(Comparator.comparing(Kept::keys, byKeys.reversed()));

  private record Kept(TableDocument document, List<String> keys) {}

  SearchPortion(TableSearch search) {
    this.order = complete(search.order());
    this.size = search.size();
    this.after = search.after().map(this::keys).orElse(null);
  }

  /** By database and name at last, so that no two are equal. */
  private static List<Order> complete(List<Order> asked) {
    var order = new ArrayList<>(asked);
    order.add(new Order(SortField.DATABASE, Direction.ASCENDING));
    order.add(new Order(SortField.NAME, Direction.ASCENDING));
    return order;
  }

  private List<String> keys(String text) {
    var keys = Arrays.asList(text.split(SEPARATOR, -1));
    if (keys.size() != order.size()) {
      throw invalid(Entity.REQUEST, "Not where a search in this order went on: " + text);
    }
    return keys;
  }

  private int compare(List<String> one, List<String> other) {
    for (int i = 0; i < order.size(); i++) {
      int compared = one.get(i).compareTo(other.get(i));
      if (compared != 0) {
        return order.get(i).direction() == Direction.ASCENDING ? compared : -compared;
      }
    }
    return 0;
  }

  @Override
  public void accept(TableDocument document) {
    var keys = order.stream().map(each -> document.key(each.field())).toList();
    if (after != null && compare(keys, after) <= 0) {
      return;
    }
    var worst = kept.peek();
    if (kept.size() <= size) {
      kept.add(new Kept(document, keys));
    } else if (worst != null && compare(keys, worst.keys()) < 0) {
      kept.poll();
      kept.add(new Kept(document, keys));
    }
  }

  /** One more than the portion was kept, to know whether something follows. */
  Found found() {
    boolean isMore = kept.size() > size;
    if (isMore) {
      kept.poll();
    }
    var sorted = new ArrayList<Kept>();
    while (!kept.isEmpty()) {
      sorted.add(kept.poll());
    }
    Collections.reverse(sorted);
    return new Found(
        sorted.stream().map(each -> each.document().name()).toList(),
        isMore
            ? Optional.of(String.join(SEPARATOR, sorted.get(size - 1).keys()))
            : Optional.empty());
  }
}
