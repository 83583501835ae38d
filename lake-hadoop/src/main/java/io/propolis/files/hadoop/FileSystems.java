package io.propolis.files.hadoop;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Hadoop's file systems, one for each scheme and host. Safe for many threads. */
final class FileSystems implements AutoCloseable {
  private final Configuration configuration;
  private final Map<String, FileSystem> opened = new HashMap<>();

  FileSystems(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Not one of Hadoop's own cache, which whoever closes it would close for all. */
  FileSystem of(Path path) throws IOException {
    var uri = path.toUri();
    var key = uri.getScheme() + "://" + uri.getAuthority();
    synchronized (opened) {
      var known = opened.get(key);
      if (known == null) {
        known = FileSystem.newInstance(uri, configuration);
        opened.put(key, known);
      }
      return known;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (opened) {
      IOException failure = null;
      for (var each : opened.values()) {
        try {
          each.close();
        } catch (IOException e) {
          failure = e;
        }
      }
      opened.clear();
      if (failure != null) {
        throw failure;
      }
    }
  }
}
