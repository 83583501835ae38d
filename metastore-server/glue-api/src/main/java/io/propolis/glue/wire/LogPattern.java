package io.propolis.glue.wire;

import io.propolis.catalog.model.RunNote;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A filter pattern of CloudWatch Logs: terms, quoted or not, all of which an event has to contain;
 * none of those with a minus, and one of those with a question mark if there are any.
 */
final class LogPattern implements Predicate<RunNote> {
  private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"([^\"]*)\"|(\\S+))");

  private final List<String> all = new ArrayList<>();
  private final List<String> none = new ArrayList<>();
  private final List<String> any = new ArrayList<>();

  private LogPattern() {}

  /** Throws InvalidInputException for patterns that look into JSON or columns. */
  static LogPattern of(String text) {
    if (text.startsWith("{") || text.startsWith("[") || text.startsWith("%")) {
      throw GlueException.invalidInput("Only terms are supported as filter pattern, not: " + text);
    }
    var pattern = new LogPattern();
    var found = TERM.matcher(text);
    while (found.find()) {
      var term = found.group(2) == null ? found.group(3) : found.group(2);
      switch (found.group(1)) {
        case "-" -> pattern.none.add(term);
        case "?" -> pattern.any.add(term);
        default -> pattern.all.add(term);
      }
    }
    return pattern;
  }

  /** A note as an event shows it, with the prefix of its crawl. */
  static String message(RunNote note) {
    return "[%s] INFO : %s".formatted(note.run(), note.text().stripTrailing());
  }

  @Override
  public boolean test(RunNote note) {
    var message = message(note);
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }
}
