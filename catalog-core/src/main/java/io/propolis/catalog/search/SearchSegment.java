package io.propolis.catalog.search;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.TableSearch.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many tables by their terms: for each term the numbers of the documents that have it. */
final class SearchSegment {
  private final String[] terms;
  private final int[][] having;
  private final TableDocument[] documents;

  private SearchSegment(String[] terms, int[][] having, TableDocument[] documents) {
    this.terms = terms;
    this.having = having;
    this.documents = documents;
  }

  /** Numbers that come in ascending order. */
  private static final class Numbers {
    private int[] numbers = new int[2];
    private int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      numbers[size++] = number;
    }

    int[] all() {
      return Arrays.copyOf(numbers, size);
    }
  }

  /** Collects documents. */
  static final class Builder {
    private final TreeMap<String, Numbers> byTerm = new TreeMap<>();
    private final List<TableDocument> documents = new ArrayList<>();

    void add(TableDocument document) {
      for (var term : document.terms()) {
        add(term, documents.size());
      }
      documents.add(document.withoutTerms());
    }

    private void add(String term, int document) {
      byTerm.computeIfAbsent(term, each -> new Numbers()).add(document);
    }

    SearchSegment build() {
      var having = new int[byTerm.size()][];
      int next = 0;
      for (var numbers : byTerm.values()) {
        having[next++] = numbers.all();
      }
      return new SearchSegment(
          byTerm.keySet().toArray(String[]::new), having, documents.toArray(TableDocument[]::new));
    }
  }

  /** The segment with other documents in the place of those of their names; absent ones go. */
  SearchSegment with(Map<TableName, @Nullable TableDocument> changed) {
    var built = new Builder();
    var places = new int[documents.length];
    for (int i = 0; i < documents.length; i++) {
      boolean stays = !changed.containsKey(documents[i].name());
      places[i] = stays ? built.documents.size() : -1;
      if (stays) {
        built.documents.add(documents[i]);
      }
    }
    for (int i = 0; i < terms.length; i++) {
      for (int document : having[i]) {
        if (places[document] >= 0) {
          built.add(terms[i], places[document]);
        }
      }
    }
    for (var document : changed.values()) {
      if (document != null) {
        built.add(document);
      }
    }
    return built.build();
  }

  int size() {
    return documents.length;
  }

  void forEach(Consumer<TableDocument> consumer) {
    forEach(null, consumer);
  }

  /** Those of the numbers; all when there are none given. */
  void forEach(@Nullable BitSet numbers, Consumer<TableDocument> consumer) {
    if (numbers == null) {
      for (var document : documents) {
        consumer.accept(document);
      }
    } else {
      for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
        consumer.accept(documents[i]);
      }
    }
  }

  /** The numbers of the documents for which a condition holds that is not one of time. */
  BitSet matching(Condition condition) {
    var matching = new BitSet(documents.length);
    if (condition instanceof Condition.Word word) {
      var beginning = TableDocument.term("", word.beginning());
      for (int i = place(beginning); i < terms.length && terms[i].startsWith(beginning); i++) {
        add(having[i], matching);
      }
    } else if (condition instanceof Condition.Whole whole) {
      addTerm(TableDocument.term("", whole.text()), matching);
    } else if (condition instanceof Condition.Field field) {
      addTerm(TableDocument.term(field.field(), field.value()), matching);
    }
    return matching;
  }

  private void addTerm(String term, BitSet to) {
    int place = Arrays.binarySearch(terms, term);
    if (place >= 0) {
      add(having[place], to);
    }
  }

  private int place(String term) {
    int place = Arrays.binarySearch(terms, term);
    return place < 0 ? -place - 1 : place;
  }

  private static void add(int[] numbers, BitSet to) {
    for (int number : numbers) {
      to.set(number);
    }
  }

  long memory() {
    long memory = memory(terms) + 160L * documents.length;
    for (var numbers : having) {
      memory += 24 + 4L * numbers.length;
    }
    return memory;
  }

  static long memory(String[] terms) {
    long memory = 16;
    for (var term : terms) {
      memory += 52 + term.length();
    }
    return memory;
  }
}
