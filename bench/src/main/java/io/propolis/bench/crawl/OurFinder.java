package io.propolis.bench.crawl;

import io.propolis.bench.server.Contender;
import io.propolis.crawlers.discovery.Inference;
import io.propolis.files.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** Our crawlers, in this process. */
record OurFinder(Lake lake) implements SchemaFinder {
  @Override
  public String label() {
    return Contender.PROPOLIS.label();
  }

  @Override
  public FoundSchema find(TextFiles files) throws IOException {
    return find(files.folder());
  }

  /** The only table below a folder. */
  FoundSchema find(Path folder) throws IOException {
    long bytes = ReadBytes.here();
    long started = System.nanoTime();
    var found = Inference.of(lake, "file:" + folder);
    double seconds = (System.nanoTime() - started) / 1e9;
    if (found.tables().size() != 1) {
      throw new IOException(
          "%d tables were found in %s, not one: %s"
              .formatted(found.tables().size(), folder, found.problems()));
    }
    var types = new LinkedHashMap<String, String>();
    found
        .tables()
        .get(0)
        .schema()
        .columns()
        .forEach(column -> types.put(column.name(), column.type().hive()));
    return new FoundSchema(seconds, ReadBytes.here() - bytes, types);
  }
}
