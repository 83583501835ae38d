package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.formats.FormatReader;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server has no Hadoop at run time; writers of test files do, and would hide that. */
class ClassPathTest {
  @TempDir Path folder;

  @Test
  void footersAreReadWithoutHadoopAtRunTime() throws Exception {
    SampleFiles.parquet(
        folder.resolve("a.parquet"),
        "message m { required int64 id; }",
        1,
        (g, i) -> g.append("id", 1L));
    SampleFiles.orc(folder.resolve("b.orc"), "struct<x:int>", 1);
    var classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.contains("hadoop-client-runtime"))
            .filter(jar -> !jar.contains("hadoop-client-minicluster"))
            .collect(Collectors.joining(File.pathSeparator));

    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Reading.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("PARQUET 1", "ORC 1");
  }

  /** Reads the files of a folder and prints what they are. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws Exception {
      try (var lake = Lakes.open(S3Settings.DEFAULT);
          var entries = lake.list(arguments[0])) {
        for (var entry : entries.filter(e -> !e.location().endsWith(".crc")).toList()) {
          var schema = new FormatReader(lake).read(entry).schema();
          System.out.println(schema.format() + " " + schema.columns().size());
        }
      }
    }
  }
}
