package io.propolis.jobs.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a misspelt one most likely means. */
public final class NearestName {
  /** Fewer letters begin too many names. */
  private static final int MIN_BEGINNING = 3;

  private NearestName() {}

  /**
   * The shortest that begins as written; otherwise the nearest by edit distance, or nothing when
   * none shares at least half of itself. Case is ignored.
   */
  public static Optional<String> of(String written, Collection<String> known) {
    return longerThan(written, known).or(() -> similarTo(written, known));
  }

  private static Optional<String> longerThan(String written, Collection<String> known) {
    boolean tells = written.chars().filter(Character::isLetterOrDigit).count() >= MIN_BEGINNING;
    return known.stream()
        .filter(name -> tells && name.regionMatches(true, 0, written, 0, written.length()))
        .min(Comparator.comparingInt(String::length));
  }

  private static Optional<String> similarTo(String written, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(written, name)))
        .filter(name -> distance(written, name) * 2 <= Math.max(written.length(), name.length()));
  }

  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var distances = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, a, b, i, j);
      }
    }
    return distances[a.length()][b.length()];
  }

  /**
   * One more than the nearest neighbour, unless the letters agree; swapped letters are one step.
   */
  private static int step(int[][] distances, String a, String b, int i, int j) {
    int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int nearest = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(nearest, distances[i - 2][j - 2] + 1) : nearest;
  }
}
