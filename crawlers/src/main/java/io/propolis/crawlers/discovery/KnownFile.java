package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.ClassifiedFile;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read, and what it said.
 *
 * @param content absent when it is damaged or of no known format
 * @param refusal why, in words; absent otherwise
 */
record KnownFile(FolderFile file, @Nullable ClassifiedFile content, @Nullable String refusal) {
  static KnownFile of(FolderFile file, ClassifiedFile content) {
    return new KnownFile(file, content, null);
  }

  static KnownFile refused(FolderFile file, String why) {
    return new KnownFile(file, null, why);
  }
}
