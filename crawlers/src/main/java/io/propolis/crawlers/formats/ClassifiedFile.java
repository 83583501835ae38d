package io.propolis.crawlers.formats;

import java.util.List;

/**
 * A file of a known format.
 *
 * @param classifier the name of what recognised it, built-in or custom
 * @param certainty share of what was looked at that is as it should be; 1 for no doubt
 * @param notices what readers of the file will stumble over, in words that follow its location
 */
public record ClassifiedFile(
    FileSchema schema, String classifier, double certainty, List<String> notices) {
  public ClassifiedFile {
    notices = List.copyOf(notices);
  }
}
