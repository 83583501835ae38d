package io.propolis.catalog.filter;

import io.propolis.catalog.filter.KeyDictionary.View;
import io.propolis.catalog.filter.KeyOrdering.Side;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.PredicateCompiler.Compared;
import io.propolis.catalog.filter.PredicateCompiler.Key;
import io.propolis.catalog.filter.PredicateCompiler.Parts;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.List;

/**
 * A predicate compiled for the dictionaries of one table's keys: constants are looked up once, rows
 * are compared by codes. Answers as {@link PartitionMatcher} does on the values. Safe for use by
 * several threads.
 */
public final class DictionaryMatcher {
  private final Node root;

  private DictionaryMatcher(Node root) {
    this.root = root;
  }

  /**
   * Compiles the predicate.
   *
   * @param dictionaries of the keys, in their order
   * @throws io.propolis.catalog.CatalogException INVALID when it names a key the table has not
   */
  public static DictionaryMatcher compile(
      Predicate predicate, List<Column> keys, List<View> dictionaries) {
    return new DictionaryMatcher(
        PredicateCompiler.compile(predicate, keys, new OnCodes(dictionaries)));
  }

  /** Values that begin as the pattern does; "" stands for any value. */
  public static DictionaryMatcher like(List<String> pattern, List<View> dictionaries) {
    var equal = new ArrayList<Node>();
    for (int i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).isEmpty()) {
        equal.add(new Equal(i, dictionaries.get(i).find(pattern.get(i))));
      }
    }
    return new DictionaryMatcher(new All(equal));
  }

  /**
   * The verdict on one row.
   *
   * @param codes by key and row
   */
  public Verdict verdict(int[][] codes, int row) {
    return PartitionMatcher.verdict(root.truth(codes, row));
  }

  /**
   * Sets of codes, of different keys, each of which holds those of all rows for which the predicate
   * may be true. Empty when nothing is known of any key.
   */
  public List<CodeSet> candidates() {
    return root.candidates();
  }

  /** A part of the predicate. */
  interface Node {
    /** The outcomes for a row. */
    int truth(int[][] codes, int row);

    /** Sets of codes each of which holds those of all rows that this may be true for. */
    default List<CodeSet> candidates() {
      return List.of();
    }
  }

  private record OnCodes(List<View> dictionaries) implements Parts<Node> {
    @Override
    public Node all(List<Node> operands) {
      return operands.size() == 1 ? operands.get(0) : new All(operands);
    }

    @Override
    public Node any(List<Node> operands) {
      if (operands.size() == 1) {
        return operands.get(0);
      }
      return CodeComparison.anyEqual(operands).orElseGet(() -> new Any(operands));
    }

    @Override
    public Node not(Node operand) {
      return (codes, row) -> Truth.not(operand.truth(codes, row));
    }

    @Override
    public Node comparison(Compared compared) {
      return CodeComparison.of(compared, dictionaries.get(compared.key().index()));
    }

    @Override
    public Node like(Key key, LikePattern pattern) {
      return new Like(key, pattern, dictionaries.get(key.index()));
    }

    @Override
    public Node isNull(Key key) {
      return new Equal(key.index(), dictionaries.get(key.index()).find(PartitionNames.NULL_VALUE));
    }

    @Override
    public Node constant(int truth) {
      return (codes, row) -> truth;
    }
  }

  private record All(List<Node> operands) implements Node {
    @Override
    public int truth(int[][] codes, int row) {
      int result = Truth.TRUE;
      for (int i = 0; i < operands.size(); i++) {
        result = Truth.and(result, operands.get(i).truth(codes, row));
        if (result == Truth.FALSE) {
          return result;
        }
      }
      return result;
    }

    @Override
    public List<CodeSet> candidates() {
      return CodeSet.common(operands.stream().flatMap(node -> node.candidates().stream()).toList());
    }
  }

  private record Any(List<Node> operands) implements Node {
    @Override
    public int truth(int[][] codes, int row) {
      int result = Truth.FALSE;
      for (int i = 0; i < operands.size(); i++) {
        result = Truth.or(result, operands.get(i).truth(codes, row));
        if (result == Truth.TRUE) {
          return result;
        }
      }
      return result;
    }

    @Override
    public List<CodeSet> candidates() {
      return CodeSet.united(operands.stream().map(Node::candidates).toList());
    }
  }

  /** One code; {@link KeyDictionary#ABSENT} for none. Never unknown. */
  private record Equal(int key, int code) implements Node {
    @Override
    public int truth(int[][] codes, int row) {
      return Truth.of(codes[key][row] == code);
    }

    @Override
    public List<CodeSet> candidates() {
      return List.of(CodeSet.of(key, code == KeyDictionary.ABSENT ? new int[0] : new int[] {code}));
    }
  }

  /** Matches each distinct value once. */
  private static final class Like implements Node {
    private final Key key;
    private final LikePattern pattern;
    private final View dictionary;

    /** Outcomes by code, 0 where not matched yet: threads may do it twice, to the same end. */
    private final byte[] outcomes;

    Like(Key key, LikePattern pattern, View dictionary) {
      this.key = key;
      this.pattern = pattern;
      this.dictionary = dictionary;
      this.outcomes = new byte[dictionary.size()];
    }

    @Override
    public int truth(int[][] codes, int row) {
      int code = codes[key.index()][row];
      int outcome = outcomes[code];
      if (outcome == 0) {
        outcome = pattern.of(key, dictionary.value(code));
        outcomes[code] = (byte) outcome;
      }
      return outcome;
    }

    @Override
    public List<CodeSet> candidates() {
      var prefix = pattern.prefix();
      if (prefix.isEmpty()) {
        return List.of();
      }
      var ordering = dictionary.ordering(KeyType.TEXT);
      java.util.function.Predicate<String> begins = value -> value.startsWith(prefix);
      int from = ordering.place(prefix, Side.BEFORE);
      int to = ordering.endOf(from, begins);
      return List.of(
          CodeSet.of(
              key.index(),
              ordering,
              from,
              to,
              ordering.unplaced(dictionary, code -> begins.test(dictionary.value(code)))));
    }
  }
}
