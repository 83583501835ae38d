package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLakeTest extends LakeContract {
  @TempDir Path folder;
  private final Lake lake = Lakes.open(LocalLakeTest::noS3);

  private static Lake noS3() {
    throw new AssertionError("a local location must not open S3");
  }

  @Override
  Lake lake() {
    return lake;
  }

  @Override
  String root() {
    return "file:" + folder;
  }

  @Override
  void write(String location, byte[] content) throws IOException {
    var path = LocalPaths.of(location);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "file://", "FILE://localhost"})
  void everySpellingOfALocalLocationIsTheSameFolder(String prefix) throws Exception {
    write(root() + "/t/a b", new byte[] {1});

    assertThat(lake.exists(prefix + folder + "/t/a b")).isTrue();
    try (var entries = lake.list(prefix + folder + "/t")) {
      assertThat(entries)
          .extracting(FileEntry::location)
          .containsExactly(prefix + folder + "/t/a b");
    }
  }

  @Test
  void aFolderIsMadeOnce() {
    assertThat(lake.makeFolder(root() + "/x/y z")).isTrue();
    assertThat(lake.makeFolder(root() + "/x/y z")).isFalse();
    assertThat(folder.resolve("x/y z")).isDirectory();
  }

  @Test
  void aLinkThatLeadsBackIsNotWalkedForEver() throws Exception {
    write(root() + "/t/a", new byte[] {1});
    Files.createSymbolicLink(folder.resolve("t/loop"), folder.resolve("t"));
    Files.createSymbolicLink(folder.resolve("t/broken"), folder.resolve("nowhere"));

    try (var entries = lake.list(root() + "/t")) {
      assertThat(entries).extracting(FileEntry::location).containsExactly(root() + "/t/a");
    }
  }

  @Test
  void deletingRemovesALinkAndNotWhatItLeadsTo() throws Exception {
    write(root() + "/outside/a", new byte[] {1});
    write(root() + "/t/b", new byte[] {1});
    Files.createSymbolicLink(folder.resolve("t/link"), folder.resolve("outside"));

    lake.delete(root() + "/t");

    assertThat(folder.resolve("t")).doesNotExist();
    assertThat(folder.resolve("outside/a")).exists();
  }

  @Test
  void aFolderMovesToAnotherFileSystemWhole() throws Exception {
    var memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(Files.isWritable(memory), "no /dev/shm here");
    Assumptions.assumeFalse(
        Files.getFileStore(memory).equals(Files.getFileStore(folder)), "one file system");
    var elsewhere = Files.createTempDirectory(memory, "lake");
    try {
      write(root() + "/t/a", new byte[] {1});
      write(root() + "/t/deep/er/b", new byte[] {2, 3});
      write(root() + "/outside", new byte[] {9});
      Files.createDirectories(folder.resolve("t/empty"));
      Files.createSymbolicLink(folder.resolve("t/link"), folder.resolve("outside"));

      lake.move(root() + "/t", "file:" + elsewhere + "/new/t");

      var moved = elsewhere.resolve("new/t");
      assertThat(moved.resolve("a")).hasBinaryContent(new byte[] {1});
      assertThat(moved.resolve("deep/er/b")).hasBinaryContent(new byte[] {2, 3});
      assertThat(moved.resolve("empty")).isDirectory();
      assertThat(moved.resolve("link")).isSymbolicLink();
      assertThat(folder.resolve("t")).doesNotExist();
      assertThat(folder.resolve("outside")).exists();
    } finally {
      lake.delete("file:" + elsewhere);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative/path", "file:relative", "file://otherhost/x", "hdfs://nn/x"})
  void locationsThatNobodyServesAreRefusedByName(String location) {
    assertThatThrownBy(() -> lake.exists(location))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining(location);
  }

  @Test
  void theRootOfTheFileSystemIsNeverDeleted() {
    assertThatThrownBy(() -> lake.delete("file:///tmp/.."))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("root");
  }
}
