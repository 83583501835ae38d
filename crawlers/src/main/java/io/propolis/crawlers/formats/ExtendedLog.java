package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier.Grok;
import io.propolis.crawlers.definition.GrokPattern;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The W3C extended log format that Microsoft's IIS writes, and CloudFront: a {@code #Fields} line
 * names what the lines below hold.
 */
final class ExtendedLog implements ContentClassifier {
  private static final String FIELDS = "#Fields:";
  private static final int FIRST_LINES = 20;

  @Override
  public String name() {
    return "microsoft_log";
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var text = content.text();
    var fields =
        text.start() == '#'
            ? text.head()
                .lines()
                .limit(FIRST_LINES)
                .filter(line -> line.startsWith(FIELDS))
                .findFirst()
            : Optional.<String>empty();
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var names = fields.get().substring(FIELDS.length()).strip().split("\\s+");
    var grok = new Grok(name(), name(), pattern(names, text));
    long lines = 0;
    long matching = 0;
    for (var piece : text.pieces()) {
      for (var line : (Iterable<String>) piece.lines()::iterator) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines++;
          matching += BoundedText.matches(grok.pattern().regex(), line) ? 1 : 0;
        }
      }
    }
    if (lines == 0 || matching * 10 < lines * 9) {
      return Optional.empty();
    }
    return Optional.of(
        new Recognised(
            new FileSchema.Matched(text.compression(), grok, text.length() / lines),
            name(),
            (double) matching / lines,
            List.of("begins with lines of '#', which engines read as rows of nulls")));
  }

  private static GrokPattern pattern(String[] names, TextSample text) {
    boolean tabs =
        text.head()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .limit(1)
            .anyMatch(l -> l.contains("\t"));
    var taken = new HashSet<String>();
    var columns = new ArrayList<GrokPattern.Field>();
    for (var name : names) {
      var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("_$", "");
      var free = plain;
      for (int i = 1; !taken.add(free); i++) {
        free = plain + "_" + i;
      }
      columns.add(new GrokPattern.Field(free, Primitive.STRING));
    }
    var regex = new StringBuilder("(?!#)");
    for (int i = 0; i < names.length; i++) {
      regex.append(i == 0 ? "" : tabs ? "\\t" : " ").append(tabs ? "([^\\t]*)" : "(\\S*)");
    }
    return new GrokPattern(Pattern.compile(regex.toString()), columns);
  }
}
