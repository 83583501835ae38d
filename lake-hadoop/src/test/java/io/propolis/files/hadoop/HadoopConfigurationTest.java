package io.propolis.files.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.files.FileEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster's own files of configuration lead to its storage. */
class HadoopConfigurationTest {
  @TempDir Path folder;

  @Test
  void mountsOfAViewAreThoseOfCoreSite() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("real/t")).resolve("a"), "12345");
    Files.writeString(
        folder.resolve("core-site.xml"),
        """
        <configuration>
          <property>
            <name>fs.viewfs.mounttable.lake.link./data</name>
            <value>file://%s</value>
          </property>
        </configuration>
        """
            .formatted(folder.resolve("real")));

    try (var lake = new HadoopLake(HadoopConfiguration.of(folder.toFile()));
        var files = lake.list("viewfs://lake/data")) {
      assertThat(files.map(FileEntry::location)).containsExactly("viewfs://lake/data/t/a");
    }
  }
}
