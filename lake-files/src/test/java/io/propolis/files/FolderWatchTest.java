package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  @TempDir Path folder;

  private void write(String name) throws Exception {
    var path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "x");
  }

  /** What the watch tells, once all that is waited for is among it. */
  private static Set<String> told(FolderWatch watch, String... wanted) {
    var all = new TreeSet<String>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              all.addAll(watch.changed().orElseThrow());
              return all.containsAll(Set.of(wanted));
            });
    return all;
  }

  @Test
  void changesAreToldByTheirFolders() throws Exception {
    write("t/dt=1/a");
    write("t/dt=2/a");
    try (var watch = FolderWatch.begin("file:" + folder).orElseThrow()) {
      assertThat(watch.changed()).hasValue(Set.of());

      write("t/dt=1/b");
      assertThat(told(watch, "t/dt=1")).containsExactly("t/dt=1");
      Files.delete(folder.resolve("t/dt=2/a"));
      write("top");
      assertThat(told(watch, "t/dt=2", "")).containsExactly("", "t/dt=2");
    }
  }

  @Test
  void newFoldersAreToldWithAllThatCameIntoThem() throws Exception {
    write("t/dt=1/a");
    try (var watch = FolderWatch.begin("file:" + folder).orElseThrow()) {
      write("t/dt=2/hour=1/deep/a");
      assertThat(told(watch, "t", "t/dt=2/hour=1/deep")).contains("t/dt=2", "t/dt=2/hour=1");
      told(watch);

      write("t/dt=2/hour=1/deep/b");
      assertThat(told(watch, "t/dt=2/hour=1/deep")).doesNotContain("t/dt=1");
    }
  }

  @Test
  void moreChangesThanTheSystemKeepsAreStillTold() throws Exception {
    write("t/a");
    try (var watch = FolderWatch.begin("file:" + folder).orElseThrow()) {
      for (int i = 0; i < 1500; i++) {
        write("t/f" + i);
      }
      write("t/new/a");

      assertThat(told(watch, "t", "t/new")).contains("t/new");
    }
  }

  @Test
  void aFolderThatWentAndCameIsWatchedOn() throws Exception {
    write("t/dt=1/a");
    try (var watch = FolderWatch.begin("file:" + folder).orElseThrow()) {
      Files.delete(folder.resolve("t/dt=1/a"));
      Files.delete(folder.resolve("t/dt=1"));
      told(watch, "t", "t/dt=1");
      write("t/dt=1/b");
      told(watch, "t/dt=1");
      write("t/dt=1/c");

      assertThat(told(watch, "t/dt=1")).contains("t/dt=1");
    }
  }

  @Test
  void aWatchedFolderThatWentIsNotVouchedFor() throws Exception {
    write("w/a");
    try (var watch = FolderWatch.begin("file:" + folder.resolve("w")).orElseThrow()) {
      Files.delete(folder.resolve("w/a"));
      Files.delete(folder.resolve("w"));

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> watch.changed().isEmpty());
    }
  }

  @Test
  void whatIsNotThereOrNotLocalIsNotWatched() {
    assertThat(FolderWatch.begin("file:" + folder.resolve("absent"))).isEmpty();
    assertThat(FolderWatch.begin("s3://bucket/t")).isEmpty();
  }
}
