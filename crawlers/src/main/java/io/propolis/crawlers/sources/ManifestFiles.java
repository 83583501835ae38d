package io.propolis.crawlers.sources;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.TargetAttempt;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts into the lake what is to lie there beside a table. Writes nothing that lies there already.
 */
public final class ManifestFiles {
  private static final String FILE = "manifest";
  private static final int LARGEST = 256 << 20;

  private final Lake lake;

  public ManifestFiles(Lake lake) {
    this.lake = lake;
  }

  /**
   * Writes those of all tables. The tables whose manifests storage refuses, by location; what was
   * written of them by then stays.
   */
  public Map<String, FailedTarget> write(Collection<FoundSource> sources) {
    var refused = new LinkedHashMap<String, FailedTarget>();
    for (var source : sources) {
      if (!source.files().isEmpty()) {
        TargetAttempt.at(Locations.parent(root(source.files())))
            .make(
                () -> {
                  write(source.files());
                  return Findings.NONE;
                })
            .failures()
            .forEach(failure -> refused.put(source.location(), failure));
      }
    }
    return refused;
  }

  private void write(Map<String, String> files) {
    var stale = new HashSet<String>();
    var root = root(files);
    try (var standing = lake.list(root)) {
      standing
          .map(FileEntry::location)
          .filter(location -> location.endsWith("/" + FILE))
          .forEach(stale::add);
    }
    files.forEach(
        (location, text) -> {
          var content = text.getBytes(StandardCharsets.UTF_8);
          boolean stands = stale.remove(location);
          if (stands && Arrays.equals(lake.read(location, LARGEST), content)) {
            return;
          }
          if (stands) {
            lake.delete(location);
          }
          lake.write(location, content);
        });
    stale.forEach(lake::delete);
  }

  /** All lie in one folder, those of partitions below it. */
  private static String root(Map<String, String> files) {
    var any = files.keySet().iterator().next();
    int at = any.indexOf("/_symlink_format_manifest/");
    if (at < 0) {
      throw new IllegalArgumentException("No manifest: " + any);
    }
    return Locations.child(any.substring(0, at), "_symlink_format_manifest");
  }
}
