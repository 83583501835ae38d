package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.Map;

/** Which tags may be given. AWS's limits, so that what is tagged here can be tagged there. */
public final class TagRules {
  /** Most tags of one thing. */
  public static final int MOST = 50;

  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final String RESERVED = "aws:";

  private TagRules() {}

  /** Throws INVALID for a key or a value that cannot be one. */
  public static void check(Map<String, String> tags) {
    tags.forEach(TagRules::check);
  }

  /** Throws INVALID when a thing would have too many. */
  public static void checkCount(int count) {
    if (count > MOST) {
      throw invalid(Entity.TAG, "A resource has %d tags at most, not %d".formatted(MOST, count));
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || length(key) > LONGEST_KEY) {
      throw invalid(
          Entity.TAG,
          "The key of a tag has 1 to %d characters, not %d: '%s'"
              .formatted(LONGEST_KEY, length(key), key));
    }
    if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw invalid(Entity.TAG, "Keys of tags that begin with aws: are reserved: '" + key + "'");
    }
    if (length(value) > LONGEST_VALUE) {
      throw invalid(
          Entity.TAG,
          "The value of tag '%s' has %d characters, more than %d"
              .formatted(key, length(value), LONGEST_VALUE));
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
