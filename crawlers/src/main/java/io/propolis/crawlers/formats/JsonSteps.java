package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The steps of a JSON path: {@code .name}, {@code ['name']}, {@code .*}, {@code [*]}, {@code [3]}.
 */
final class JsonSteps {
  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z_][\\w-]*|\\*)|\\[(\\*|\\d+)]|\\['([^']+)']");
  private static final String ALL_ELEMENTS = "[*]";

  private JsonSteps() {}

  /** The steps after the {@code $}, which classifiers have checked. */
  static List<String> of(String path) {
    var steps = new ArrayList<String>();
    var step = STEP.matcher(path);
    while (step.find()) {
      var name = step.group(1) != null ? step.group(1) : step.group(3);
      steps.add(name != null ? "." + name : "[" + step.group(2) + "]");
    }
    return List.copyOf(steps);
  }

  static boolean leadsInto(String step, String name) {
    return step.equals(".*") || step.equals("." + name);
  }

  static boolean leadsInto(String step, int element) {
    return step.equals(ALL_ELEMENTS) || step.equals("[" + element + "]");
  }
}
