package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.ClassifiedFile;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.schema.Field;
import io.propolis.files.FileEntry;
import java.util.List;

/**
 * A file and what it says about its rows.
 *
 * @param columns as the file alone tells them
 */
record SampledFile(FileEntry entry, ClassifiedFile file, List<Field> columns) {
  static SampledFile of(FileEntry entry, ClassifiedFile file) {
    return new SampledFile(entry, file, file.schema().columns());
  }

  FileSchema schema() {
    return file.schema();
  }
}
