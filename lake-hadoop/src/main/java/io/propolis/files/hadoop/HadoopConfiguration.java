package io.propolis.files.hadoop;

import java.io.File;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's configuration as its own programs find it: {@code core-site.xml} and {@code
 * hdfs-site.xml} of the class path and of the folder {@code HADOOP_CONF_DIR}.
 */
final class HadoopConfiguration {
  private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml");

  private HadoopConfiguration() {}

  static Configuration ofEnvironment() {
    var folder = System.getenv("HADOOP_CONF_DIR");
    return folder == null ? new Configuration() : of(new File(folder));
  }

  static Configuration of(File folder) {
    var configuration = new Configuration();
    for (var name : FILES) {
      var file = new File(folder, name);
      if (file.isFile()) {
        configuration.addResource(new Path(file.toURI()));
      }
    }
    return configuration;
  }
}
