package io.propolis.crawlers.formats;

import io.propolis.crawlers.schema.Conflict;
import io.propolis.inference.Evidence;
import io.propolis.inference.InferredType;
import io.propolis.inference.InferredType.Scalar;
import io.propolis.inference.TypeDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Columns of delimited text that are text since their values are of several kinds: a line for each,
 * however many files disagree, with values as examples.
 */
final class CellConflicts {
  /** One value in so many may make a text of a column for it to be worth a note. */
  private static final int FEW = 10;

  private CellConflicts() {}

  /**
   * What to tell.
   *
   * @param unlike types of whole files that do not fit
   * @param types what was seen of each column over all files, by its name in lower case
   */
  static List<String> of(List<Conflict> unlike, Map<String, TypeDecision> types) {
    var told = new LinkedHashMap<String, String>();
    for (var conflict : unlike) {
      var name = conflict.path().toLowerCase(Locale.ROOT);
      told.putIfAbsent(name, kinds(conflict, types.get(name)));
    }
    types.forEach((name, decision) -> strays(name, decision, told));
    return List.copyOf(told.values());
  }

  private static String kinds(Conflict conflict, @Nullable TypeDecision decision) {
    Map<String, Evidence> kinds = new LinkedHashMap<>();
    if (decision != null && decision.type() == Scalar.STRING) {
      decision.evidence().forEach(e -> kinds.putIfAbsent(e.type().hiveName(), e));
    }
    if (kinds.size() < 2) {
      return conflict.toString();
    }
    var shown = new ArrayList<String>();
    kinds.forEach((kind, e) -> shown.add("%s ('%s' in %s)".formatted(kind, e.example(), file(e))));
    return "%s is %s and %s; it becomes string"
        .formatted(
            conflict.path(),
            shown.stream().limit(shown.size() - 1).collect(Collectors.joining(", ")),
            shown.get(shown.size() - 1));
  }

  /** Few values that make a text of a column which has another type otherwise. */
  private static void strays(String name, TypeDecision decision, Map<String, String> told) {
    var texts =
        decision.evidence().stream()
            .filter(e -> e.type() == Scalar.STRING && !isCode(e.example()))
            .toList();
    long strays = texts.stream().mapToLong(Evidence::count).sum();
    if (decision.type() == Scalar.STRING && strays > 0 && strays * FEW <= decision.values()) {
      var other =
          decision.evidence().stream()
              .filter(e -> e.type() != Scalar.STRING)
              .map(Evidence::type)
              .reduce(Scalar.UNKNOWN, InferredType::merge);
      told.put(
          name,
          "column %s would be %s but for %d of %d values, such as '%s' in %s"
              .formatted(
                  name,
                  other.hiveName(),
                  strays,
                  decision.values(),
                  texts.get(0).example(),
                  file(texts.get(0))));
    }
  }

  /** Digits that are a name and no number: zeros in front, a plus sign, too many. */
  private static boolean isCode(String text) {
    return text.chars().anyMatch(Character::isDigit)
        && text.chars().allMatch(c -> Character.isDigit(c) || c == '+');
  }

  private static String file(Evidence evidence) {
    return evidence.origin().substring(evidence.origin().lastIndexOf('/') + 1);
  }
}
