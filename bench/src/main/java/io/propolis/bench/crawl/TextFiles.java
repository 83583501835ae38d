package io.propolis.bench.crawl;

import io.propolis.bench.crawl.Shape.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Files of rows of one shape.
 *
 * @param folder they lie in it, and nothing else
 */
record TextFiles(Shape shape, TextForm form, Path folder, long bytes) {
  private static final int FILE_BYTES = 4 << 20;

  /** Those of about so many bytes together, which are made if they are not there. */
  static TextFiles of(Path cache, Shape shape, TextForm form, long bytes) throws IOException {
    int files = (int) Math.max(2, bytes / FILE_BYTES);
    var folder = cache.resolve("%s-%s-%d".formatted(shape.key(), form.key(), files));
    var done = cache.resolve(folder.getFileName() + ".done");
    if (!Files.exists(done)) {
      Files.createDirectories(folder);
      for (int file = 0; file < files; file++) {
        write(folder.resolve("part-%05d.%s".formatted(file, form.key())), shape, form, file);
      }
      Files.createFile(done);
    }
    try (var listed = Files.list(folder)) {
      return new TextFiles(
          shape, form, folder, listed.mapToLong(file -> file.toFile().length()).sum());
    }
  }

  String key() {
    return "crawl-%s-%s".formatted(form.key(), shape.key());
  }

  /** What a reader of everything would find. */
  List<Column> columns() {
    return shape.columns(form);
  }

  /** Bytes of the first rows of each of the first files, in the order of their names. */
  long head(int files, int rows) throws IOException {
    long bytes = 0;
    try (var listed = Files.list(folder)) {
      for (var file : listed.sorted().limit(files).toList()) {
        try (var lines = Files.lines(file, StandardCharsets.US_ASCII)) {
          bytes += lines.limit(rows).mapToLong(line -> line.length() + 1L).sum();
        }
      }
    }
    return bytes;
  }

  private static void write(Path file, Shape shape, TextForm form, int seed) throws IOException {
    var columns = shape.columns(form);
    var random = new SplittableRandom(seed * 31L + shape.ordinal());
    var text = new StringBuilder(FILE_BYTES + (1 << 16));
    form.header(columns, text);
    while (text.length() < FILE_BYTES) {
      form.row(columns, random, text);
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }
}
