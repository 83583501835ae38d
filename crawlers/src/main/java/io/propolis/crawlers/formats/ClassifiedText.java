package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import java.util.Optional;

/** Reads text as a classifier says, when it is such text. */
final class ClassifiedText {
  /** One line in so many may be another. */
  private static final int TOLERANCE = 10;

  private ClassifiedText() {}

  /** Empty when the text is not what the classifier is for. */
  static Optional<FileSchema> read(TextSample sample, Classifier classifier) {
    try {
      if (classifier instanceof Classifier.Csv csv) {
        return Optional.of(CsvSniffer.read(sample, csv));
      }
      if (classifier instanceof Classifier.Json json
          && json.path().equals(Classifier.Json.ELEMENTS)) {
        return JsonArray.read(sample);
      }
      return classifier instanceof Classifier.Grok grok ? lines(sample, grok) : Optional.empty();
    } catch (UnreadableFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileSchema> lines(TextSample sample, Classifier.Grok grok) {
    long lines = 0;
    long matching = 0;
    for (var piece : sample.pieces()) {
      for (var line : (Iterable<String>) piece.lines()::iterator) {
        if (!line.isBlank()) {
          lines++;
          matching += grok.pattern().regex().matcher(line).matches() ? 1 : 0;
        }
      }
    }
    return lines > 0 && (lines - matching) * TOLERANCE <= lines
        ? Optional.of(new FileSchema.Matched(sample.compression(), grok, sample.length() / lines))
        : Optional.empty();
  }
}
