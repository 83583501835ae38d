package io.propolis.crawlers.formats;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Knows files of one kind by their content. */
interface ContentClassifier {
  /** What it recognises, in Glue's words. */
  String name();

  /**
   * The schema of content that is of this kind, and nothing for other content.
   *
   * @throws UnreadableFileException when it is of this kind, and broken
   * @throws IOException when storage fails
   */
  Optional<Recognised> classify(Content content) throws IOException;

  /**
   * A recognised file.
   *
   * @param classifier the name of what recognised it
   * @param certainty share of what was looked at that is as it should be; 1 for no doubt
   * @param notices what readers of the file will stumble over, in words that follow its location
   */
  record Recognised(FileSchema schema, String classifier, double certainty, List<String> notices) {
    public Recognised {
      notices = List.copyOf(notices);
    }

    static Recognised surely(FileSchema schema, String classifier) {
      return new Recognised(schema, classifier, 1.0, List.of());
    }
  }
}
