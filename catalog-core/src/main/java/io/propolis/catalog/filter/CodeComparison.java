package io.propolis.catalog.filter;

import io.propolis.catalog.filter.DictionaryMatcher.Node;
import io.propolis.catalog.filter.KeyDictionary.View;
import io.propolis.catalog.filter.KeyOrdering.Side;
import io.propolis.catalog.filter.PredicateCompiler.Compared;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A comparison with a constant, on codes: the constant's place among the ordered values is looked
 * up once, and then a row is compared by the place of its code.
 */
final class CodeComparison implements Node {
  private final Compared compared;
  private final int key;
  private final KeyOrdering ordering;
  private final View dictionary;
  private final int from;
  private final int to;
  private final int below;
  private final int equal;
  private final int above;
  private final int ofNull;

  /** The code of the null partition's marker where its outcome is another than its place says. */
  private final int marker;

  private final int ofMarker;

  /** Outcomes of the codes that have no place yet. */
  private final byte[] unplaced;

  private CodeComparison(Compared compared, View dictionary) {
    this.compared = compared;
    this.key = compared.key().index();
    this.dictionary = dictionary;
    this.ordering = dictionary.ordering(compared.type());
    this.ofNull = compared.ofNull();
    var expected = compared.expected();
    var operator = compared.operator();
    boolean isNull = expected == null;
    this.from = expected == null ? 0 : ordering.place(expected, Side.BEFORE);
    this.to = expected == null ? 0 : ordering.place(expected, Side.BEHIND);
    this.below = isNull ? ofNull : Truth.of(operator.accepts(-1));
    this.equal = isNull ? ofNull : Truth.of(operator.accepts(0));
    this.above = isNull ? ofNull : Truth.of(operator.accepts(1));
    boolean special = compared.namesMarker() || compared.key().isStrict();
    this.marker = special ? dictionary.find(PartitionNames.NULL_VALUE) : KeyDictionary.ABSENT;
    this.ofMarker =
        marker == KeyDictionary.ABSENT ? ofNull : compared.of(PartitionNames.NULL_VALUE);
    this.unplaced = new byte[Math.max(0, dictionary.size() - ordering.covered())];
    for (int i = 0; i < unplaced.length; i++) {
      unplaced[i] = (byte) compared.of(dictionary.value(ordering.covered() + i));
    }
  }

  static Node of(Compared compared, View dictionary) {
    return new CodeComparison(compared, dictionary);
  }

  @Override
  public int truth(int[][] codes, int row) {
    return truth(codes[key][row]);
  }

  private int truth(int code) {
    if (code == marker) {
      return ofMarker;
    }
    if (code >= ordering.covered()) {
      return unplaced[code - ordering.covered()];
    }
    int place = ordering.places()[code];
    if (place == KeyOrdering.NONE) {
      return ofNull;
    }
    return place < from ? below : place < to ? equal : above;
  }

  @Override
  public List<CodeSet> candidates() {
    boolean takesBelow = below == Truth.TRUE;
    boolean takesAbove = above == Truth.TRUE;
    if (takesBelow && takesAbove) {
      return List.of();
    }
    boolean takesEqual = equal == Truth.TRUE;
    int first = takesBelow ? 0 : takesEqual ? from : to;
    int last = takesAbove ? ordering.codes().length : takesEqual ? to : from;
    return List.of(CodeSet.of(key, ordering, first, Math.max(first, last), others()));
  }

  /** Codes outside of the ordering for which the comparison is true. */
  private int[] others() {
    var others = ordering.unplaced(dictionary, code -> truth(code) == Truth.TRUE);
    if (marker == KeyDictionary.ABSENT || ofMarker != Truth.TRUE || marker >= ordering.covered()) {
      return others;
    }
    var all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = marker;
    return all;
  }

  /** One node for the list of an IN on one key: a row is then looked up, not compared with each. */
  static Optional<Node> anyEqual(List<Node> operands) {
    var all = new ArrayList<CodeComparison>(operands.size());
    for (var operand : operands) {
      if (!(operand instanceof CodeComparison comparison)
          || comparison.compared.operator() != Predicate.Operator.EQUAL
          || comparison.key != ((CodeComparison) operands.get(0)).key
          || comparison.ordering != ((CodeComparison) operands.get(0)).ordering) {
        return Optional.empty();
      }
      all.add(comparison);
    }
    return all.size() < 3 ? Optional.empty() : Optional.of(new AnyEqual(all));
  }

  private static final class AnyEqual implements Node {
    private final List<CodeComparison> operands;
    private final CodeComparison first;

    /** Where equal values begin and end, in order. */
    private final int[] bounds;

    private final boolean hasNull;

    AnyEqual(List<CodeComparison> operands) {
      this.operands = operands;
      this.first = operands.get(0);
      this.hasNull = operands.stream().anyMatch(each -> each.compared.expected() == null);
      this.bounds =
          CodeSet.intervals(operands.stream().map(each -> new int[] {each.from, each.to}).toList());
    }

    @Override
    public int truth(int[][] codes, int row) {
      int code = codes[first.key][row];
      boolean isPlaced = code < first.ordering.covered() && !isMarker(code);
      if (!isPlaced) {
        return oneByOne(code);
      }
      int place = first.ordering.places()[code];
      if (place == KeyOrdering.NONE) {
        return Truth.UNKNOWN;
      }
      if (CodeSet.isWithin(place, bounds)) {
        return Truth.TRUE;
      }
      return hasNull ? Truth.UNKNOWN : Truth.FALSE;
    }

    private boolean isMarker(int code) {
      for (var operand : operands) {
        if (operand.marker == code) {
          return true;
        }
      }
      return false;
    }

    private int oneByOne(int code) {
      int result = Truth.FALSE;
      for (var operand : operands) {
        result = Truth.or(result, operand.truth(code));
      }
      return result;
    }

    @Override
    public List<CodeSet> candidates() {
      return CodeSet.united(operands.stream().map(CodeComparison::candidates).toList());
    }
  }
}
