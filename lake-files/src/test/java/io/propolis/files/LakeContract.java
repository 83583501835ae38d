package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.LakeFiles.FolderSize;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every storage promises. */
abstract class LakeContract {
  abstract Lake lake();

  /** A folder of this test's own, which does not end with a slash. */
  abstract String root();

  /** Puts a file there by the storage's own means. */
  abstract void write(String location, byte[] content) throws IOException;

  private void write(String location, String content) throws IOException {
    write(location, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> listed(String location) {
    try (var entries = lake().list(location)) {
      return entries.map(FileEntry::location).toList();
    }
  }

  @Test
  void namesThatNoUriAllowsAreOrdinaryNames() throws Exception {
    var names = List.of("a b.csv", "50%.csv", "x%20y.csv", "größe-数据.csv", "k=v+w&z#1?.csv");
    for (var name : names) {
      write(root() + "/t/" + name, name);
    }

    assertThat(listed(root() + "/t"))
        .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> root() + "/t/" + n).toList());
    for (var name : names) {
      try (var file = lake().open(root() + "/t/" + name)) {
        assertThat(file.head(100)).asString(StandardCharsets.UTF_8).isEqualTo(name);
      }
    }
    lake().delete(root() + "/t");
    assertThat(listed(root() + "/t")).isEmpty();
  }

  @Test
  void aLevelHoldsFilesAndFoldersAndNothingBelowThem() throws Exception {
    for (var path : List.of("a/1.csv", "a/b/2.csv", "a-x/3.csv", "größe/4.csv", "5.csv")) {
      write(root() + "/l/" + path, "x");
    }

    try (var entries = lake().level(root() + "/l")) {
      assertThat(entries.map(e -> e.name() + (e.isFolder() ? "/" : "")))
          .containsExactlyInAnyOrder("a/", "a-x/", "größe/", "5.csv");
    }
    try (var entries = lake().level(root() + "/l/a/")) {
      assertThat(entries.filter(e -> e.file() != null).map(e -> e.file().location()))
          .containsExactly(root() + "/l/a/1.csv");
    }
    try (var entries = lake().level(root() + "/absent")) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void neighbouringFoldersAreListedTogetherAndNothingElse() throws Exception {
    var names = new java.util.ArrayList<String>();
    for (var folder : List.of("a", "a-x", "a.b", "b", "b0", "c", "ü", "😀", "z")) {
      write(root() + "/n/" + folder + "/deep/1.csv", "x");
    }
    write(root() + "/n/b-file.csv", "x");
    try (var entries = lake().level(root() + "/n")) {
      entries.filter(FolderEntry::isFolder).forEach(e -> names.add(e.name()));
    }
    for (int first = 0; first < names.size(); first++) {
      for (int last = first; last < names.size(); last++) {
        try (var entries = lake().list(root() + "/n", names.get(first), names.get(last))) {
          assertThat(entries.map(FileEntry::location))
              .containsExactlyInAnyOrderElementsOf(
                  names.subList(first, last + 1).stream()
                      .map(n -> root() + "/n/" + n + "/deep/1.csv")
                      .toList());
        }
      }
    }
  }

  @Test
  void aFileIsWrittenWholeWithTheFoldersAboveIt() throws Exception {
    var content = new byte[300_000];
    new java.util.Random(7).nextBytes(content);

    lake().write(root() + "/made/by/write/größe 1.json", content);

    assertThat(lake().read(root() + "/made/by/write/größe 1.json", 300_000)).isEqualTo(content);
    assertThat(listed(root() + "/made")).containsExactly(root() + "/made/by/write/größe 1.json");
  }

  @Test
  void aFileIsReadWholeUpToALimit() throws Exception {
    write(root() + "/t/a", "12345");
    assertThat(lake().read(root() + "/t/a", 5)).asString(StandardCharsets.UTF_8).isEqualTo("12345");
    assertThatThrownBy(() -> lake().read(root() + "/t/a", 4))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining("/t/a");
    assertThatThrownBy(() -> lake().read(root() + "/t/absent", 4))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void aListingGoesToEveryDepthAndKeepsTheCallersSpelling() throws Exception {
    write(root() + "/t/a", "1");
    write(root() + "/t/x/y/z/b", "22");
    write(root() + "/tother/c", "333");

    assertThat(listed(root() + "/t/"))
        .containsExactlyInAnyOrder(root() + "/t/a", root() + "/t/x/y/z/b");
    try (var entries = lake().list(root() + "/t/x")) {
      var entry = entries.findFirst().orElseThrow();
      assertThat(entry.length()).isEqualTo(2);
      assertThat(entry.modifiedAt()).isPositive();
    }
  }

  @Test
  void aListedFileIsItself() throws Exception {
    write(root() + "/t/a", "1");

    assertThat(listed(root() + "/t/a")).containsExactly(root() + "/t/a");
  }

  @Test
  void anAbsentFolderListsNothingAndHasNoSize() {
    assertThat(listed(root() + "/absent")).isEmpty();
    assertThat(lake().size(root() + "/absent")).isEqualTo(new FolderSize(0, 0));
    assertThat(lake().exists(root() + "/absent")).isFalse();
  }

  @Test
  void aFolderExistsByWhatLiesBelowItAndNotByAPrefixOfAName() throws Exception {
    write(root() + "/table2/a", "1");

    assertThat(lake().exists(root() + "/table2")).isTrue();
    assertThat(lake().exists(root() + "/table2/")).isTrue();
    assertThat(lake().exists(root() + "/table2/a")).isTrue();
    assertThat(lake().exists(root() + "/table")).isFalse();
  }

  @Test
  void rangesAndStreamsGiveTheBytesThatLieThere() throws Exception {
    var content = new byte[3 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + i / 256);
    }
    write(root() + "/big", content);

    try (var file = lake().open(root() + "/big")) {
      assertThat(file.length()).isEqualTo(content.length);
      var middle = new byte[1000];
      file.read(1_234_567, middle, 0, 1000);
      assertThat(middle).isEqualTo(java.util.Arrays.copyOfRange(content, 1_234_567, 1_235_567));
      try (var stream = file.stream(5)) {
        assertThat(stream.readAllBytes())
            .isEqualTo(java.util.Arrays.copyOfRange(content, 5, content.length));
      }
      assertThatThrownBy(() -> file.read(content.length - 10, middle, 0, 11))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("big");
    }
  }

  @Test
  void anEmptyFileIsReadAsEmpty() throws Exception {
    write(root() + "/empty", "");

    try (var file = lake().open(root() + "/empty");
        var stream = file.stream(0)) {
      assertThat(file.head(10)).isEmpty();
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void openingAnAbsentFileNamesIt() {
    assertThatThrownBy(() -> lake().open(root() + "/no such"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContaining("no such");
  }

  @Test
  void deletingTakesAllBelowAndNothingBeside() throws Exception {
    write(root() + "/t/a", "1");
    write(root() + "/t/p=1/b", "1");
    write(root() + "/t2/c", "1");

    lake().delete(root() + "/t/");
    lake().delete(root() + "/t/");

    assertThat(lake().exists(root() + "/t")).isFalse();
    assertThat(listed(root() + "/t2")).hasSize(1);
  }

  @Test
  void movingKeepsEveryFileAndRefusesATakenTarget() throws Exception {
    write(root() + "/from/a b", "1");
    write(root() + "/from/p=1/c", "22");
    write(root() + "/taken/d", "1");

    assertThatThrownBy(() -> lake().move(root() + "/from", root() + "/taken"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
    assertThatThrownBy(() -> lake().move(root() + "/from", root() + "/from/below"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
    lake().move(root() + "/from", root() + "/new/parent/to");

    assertThat(lake().exists(root() + "/from")).isFalse();
    assertThat(listed(root() + "/new/parent/to"))
        .containsExactlyInAnyOrder(root() + "/new/parent/to/a b", root() + "/new/parent/to/p=1/c");
  }

  @Test
  void movingWhatIsAbsentSaysSo() {
    assertThatThrownBy(() -> lake().move(root() + "/absent", root() + "/to"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void sizesCountDataAndNotWhatIsHidden() throws Exception {
    write(root() + "/t/a", "12345");
    write(root() + "/t/p=1/b", "123");
    write(root() + "/t/_SUCCESS", "1");
    write(root() + "/t/.hidden", "1");
    write(root() + "/t/_temporary/0/c", "1");

    assertThat(lake().size(root() + "/t")).isEqualTo(new FolderSize(2, 8));
  }
}
