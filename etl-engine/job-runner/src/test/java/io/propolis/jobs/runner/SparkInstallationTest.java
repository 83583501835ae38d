package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkInstallationTest {
  @TempDir Path folder;

  @Test
  void theUsersSparkHomeWinsAndRunsOnTheChosenJava17() throws IOException {
    var spark = spark(folder.resolve("spark"), "4.1.1");
    var java = java(folder.resolve("jdk"), "17.0.15");

    var found =
        SparkInstallation.find(
            Map.of("SPARK_HOME", spark.toString(), "JAVA17_HOME", java.toString()));

    assertThat(found).isEqualTo(new SparkInstallation(spark, "4.1.1", java, "python3"));
  }

  @Test
  void anotherJavaThan17IsPassedOver() throws IOException {
    var spark = spark(folder.resolve("spark"), "4.1.1");
    var java25 = java(folder.resolve("jdk25"), "25.0.1");
    java(folder.resolve(".jdks/temurin-17"), "17.0.2");

    var found =
        SparkInstallation.find(
            Map.of(
                "SPARK_HOME", spark.toString(),
                "JAVA_HOME", java25.toString(),
                "HOME", folder.toString()));

    assertThat(found.javaHome()).isNotEqualTo(java25);
    assertThat(found.javaHome().resolve("release")).content().contains("\"17");
  }

  @Test
  void thePysparkOfTheCacheComesWithItsOwnPython() throws IOException {
    var venv = folder.resolve("venv-pyspark-4.1.1");
    var home = spark(venv.resolve("lib/python3.13/site-packages/pyspark"), "4.1.1");
    var python = executable(venv.resolve("bin/python"));
    var environment = Map.of("PROPOLIS_CACHE", folder.toString());

    assertThatThrownBy(() -> SparkInstallation.find(environment))
        .as("an installation that was cut off")
        .isInstanceOf(SparkNotFoundException.class)
        .hasMessageContaining("scripts/setup/pyspark.sh");

    Files.createFile(venv.resolve(".complete"));
    var found = SparkInstallation.find(environment);
    assertThat(found.home()).isEqualTo(home);
    assertThat(found.python()).isEqualTo(python.toString());
  }

  @Test
  void aSparkThatCannotServeIsNamed() throws IOException {
    var old = spark(folder.resolve("old"), "3.5.6");

    assertThatThrownBy(() -> SparkInstallation.find(Map.of("SPARK_HOME", old.toString())))
        .hasMessageContainingAll("3.5.6", old.toString());
    assertThatThrownBy(() -> SparkInstallation.find(Map.of("SPARK_HOME", folder.toString())))
        .hasMessageContainingAll("not a Spark", folder.toString());
  }

  private static Path spark(Path home, String version) throws IOException {
    executable(home.resolve("bin/spark-submit"));
    Files.createDirectories(home.resolve("jars"));
    Files.createFile(home.resolve("jars/spark-core_2.13-" + version + ".jar"));
    return home;
  }

  private static Path java(Path home, String version) throws IOException {
    executable(home.resolve("bin/java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static Path executable(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
