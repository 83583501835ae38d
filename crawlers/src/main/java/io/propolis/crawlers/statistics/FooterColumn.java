package io.propolis.crawlers.statistics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the footer of a file, or the footers of several, say about one column.
 *
 * @param values those that are not null
 * @param nulls the others
 * @param low the least value, absent when it is not told: a Long (of a date its days, of a
 *     timestamp its microseconds since 1970), a Double or a BigDecimal
 * @param high the greatest one, as {@code low}
 * @param distinct how many different ones there are, by the size of their dictionaries; negative
 *     when there is none, as writers give dictionaries up that grow too large
 * @param trues how many are true; negative unless it is told
 * @param unit of the bounds
 */
public record FooterColumn(
    long values,
    long nulls,
    @Nullable Comparable<?> low,
    @Nullable Comparable<?> high,
    long distinct,
    long trues,
    Unit unit) {
  /** What bounds are numbers of. */
  public enum Unit {
    NUMBER,
    DAY,
    MICROSECOND
  }

  /** Of a file that lacks the column. */
  public static FooterColumn ofNulls(long rows) {
    return new FooterColumn(0, rows, null, null, 0, 0, Unit.NUMBER);
  }

  /** Over several parts. Parts whose ranges overlap are taken to hold the same values. */
  static FooterColumn over(List<FooterColumn> parts) {
    long values = 0;
    long nulls = 0;
    long trues = 0;
    boolean isBounded = true;
    for (var part : parts) {
      values += part.values;
      nulls += part.nulls;
      trues = trues < 0 || part.trues < 0 ? -1 : trues + part.trues;
      isBounded &= part.values == 0 || (part.low != null && part.high != null);
    }
    var bounded = new ArrayList<FooterColumn>();
    parts.stream().filter(p -> p.values > 0).forEach(bounded::add);
    var unit = bounded.isEmpty() ? Unit.NUMBER : bounded.get(0).unit;
    isBounded &= bounded.stream().allMatch(p -> p.unit == unit);
    if (!isBounded || bounded.isEmpty()) {
      return new FooterColumn(values, nulls, null, null, -1, trues, unit);
    }
    bounded.sort(Comparator.comparing(FooterColumn::lowest));
    var high = bounded.stream().map(FooterColumn::highest).max(Comparator.naturalOrder());
    return new FooterColumn(
        values,
        nulls,
        bounded.get(0).low,
        shown(bounded, high.orElseThrow()),
        distinct(bounded),
        trues,
        unit);
  }

  private static @Nullable Comparable<?> shown(List<FooterColumn> parts, BigDecimal high) {
    return parts.stream()
        .filter(p -> p.highest().compareTo(high) == 0)
        .findFirst()
        .map(FooterColumn::high)
        .orElse(null);
  }

  /** Of parts sorted by their lowest value. */
  private static long distinct(List<FooterColumn> parts) {
    long all = 0;
    long here = 0;
    long valuesHere = 0;
    boolean isTold = true;
    BigDecimal end = null;
    for (var part : parts) {
      if (end != null && part.lowest().compareTo(end) > 0) {
        all += isTold ? here : valuesHere;
        here = 0;
        valuesHere = 0;
        isTold = true;
      }
      isTold &= part.distinct >= 0;
      here = Math.max(here, part.distinct);
      valuesHere += part.values;
      end = end == null ? part.highest() : end.max(part.highest());
    }
    return all + (isTold ? here : valuesHere);
  }

  private BigDecimal lowest() {
    return decimal(low);
  }

  private BigDecimal highest() {
    return decimal(high);
  }

  static BigDecimal decimal(@Nullable Comparable<?> bound) {
    if (bound instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (bound instanceof Double floating) {
      return BigDecimal.valueOf(floating);
    }
    if (bound instanceof BigDecimal decimal) {
      return decimal;
    }
    throw new IllegalArgumentException("No bound: " + bound);
  }
}
