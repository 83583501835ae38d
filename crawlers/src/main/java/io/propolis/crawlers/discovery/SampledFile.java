package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.ClassifiedFile;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.files.FileEntry;

/** A file and what it says about its rows. */
record SampledFile(FileEntry entry, ClassifiedFile file) {
  FileSchema schema() {
    return file.schema();
  }
}
