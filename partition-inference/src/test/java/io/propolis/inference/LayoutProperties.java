package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LayoutProperties {

  /** A tree of Hive partitions: keys and the distinct values of its partitions. */
  record Tree(List<String> keys, Set<List<String>> partitions) {
    List<String> paths() {
      return partitions.stream()
          .map(
              values ->
                  PartitionNames.format(
                          IntStream.range(0, keys.size())
                              .mapToObj(i -> new PartitionSegment(keys.get(i), values.get(i)))
                              .toList())
                      + "/part-0.parquet")
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  @Property
  void everyPartitionThatWasWrittenIsFoundWithItsValues(@ForAll("trees") Tree tree) {
    PartitionLayout layout = LayoutInference.of(tree.paths());

    assertThat(layout.keys()).extracting(PartitionKey::name).containsExactlyElementsOf(tree.keys());
    assertThat(layout.folders())
        .extracting(PartitionFolder::values)
        .containsExactlyInAnyOrderElementsOf(tree.partitions());
    assertThat(layout.outliers()).isEmpty();
  }

  @Property
  void theLayoutDoesNotDependOnTheOrderOfPaths(
      @ForAll("anyPaths") List<String> paths, @ForAll Random random) {
    PartitionLayout layout = LayoutInference.of(paths);
    var shuffled = new ArrayList<>(paths);
    Collections.shuffle(shuffled, random);
    PartitionLayout again = LayoutInference.of(shuffled);

    assertThat(again.keys()).isEqualTo(layout.keys());
    assertThat(again.folders()).isEqualTo(layout.folders());
    assertThat(again.outliers()).isEqualTo(layout.outliers());
    assertThat(again.decisions()).isEqualTo(layout.decisions());
  }

  @Property
  void everyFileIsInAPartitionOrAnOutlierOrIgnored(@ForAll("anyPaths") List<String> paths) {
    PartitionLayout layout = LayoutInference.of(paths);
    long placed = layout.folders().stream().mapToLong(PartitionFolder::files).sum();
    long outlying = layout.outliers().stream().mapToLong(Outlier::files).sum();
    long ignored =
        layout.decisions().stream()
            .filter(decision -> decision.choice().equals("ignored"))
            .mapToLong(decision -> Long.parseLong(decision.subject().split(" ")[0]))
            .sum();

    assertThat(placed + outlying + ignored).isEqualTo(paths.size());
    assertThat(layout.folders()).extracting(PartitionFolder::values).doesNotHaveDuplicates();
    assertThat(layout.keys()).extracting(PartitionKey::name).doesNotHaveDuplicates();
  }

  @Property
  void theLayoutFitsItsOwnFolders(@ForAll("anyPaths") List<String> paths) {
    PartitionLayout layout = LayoutInference.of(paths);

    for (PartitionFolder folder : layout.folders()) {
      assertThat(layout.fit(folder.location())).isEqualTo(new FolderFit.Fits(folder.values()));
    }
  }

  @Property
  void datePathsAreRecoveredInEveryForm(
      @ForAll("days") Set<LocalDate> days, @ForAll("datePatterns") DateTimeFormatter pattern) {
    List<String> paths = days.stream().map(day -> pattern.format(day) + "/a.csv").toList();
    PartitionLayout layout = LayoutInference.of(paths);

    assertThat(layout.outliers()).isEmpty();
    assertThat(layout.folders())
        .extracting(folder -> LocalDate.parse(String.join("-", folder.values())))
        .containsExactlyInAnyOrderElementsOf(days);
  }

  @Provide
  Arbitrary<Tree> trees() {
    Arbitrary<List<String>> keys =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("_ =/%9")
            .ofMinLength(1)
            .ofMaxLength(8)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .uniqueElements();
    return keys.flatMap(
        names ->
            values()
                .list()
                .ofSize(names.size())
                .set()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(partitions -> new Tree(names, partitions)));
  }

  private static Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 3000).map(String::valueOf),
        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(3),
        Arbitraries.of("2024-01-01", "1.50", PartitionNames.DEFAULT_PARTITION),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(5));
  }

  /** Paths of everyday and of hostile segments. */
  @Provide
  Arbitrary<List<String>> anyPaths() {
    Arbitrary<String> segment =
        Arbitraries.of(
            "year=2024",
            "Year=2024",
            "year=2025",
            "month=01",
            "month=2",
            "2024",
            "2025",
            "01",
            "12",
            "31",
            "2024-01-01",
            "20240101",
            "eu",
            "us",
            "007",
            "_temporary",
            "_k=1",
            ".x",
            "a=",
            "=a",
            "",
            "x==1",
            "HIVE_UNION_SUBDIR_1",
            "k=%2F",
            "%");
    Arbitrary<String> file = Arbitraries.of("a.csv", "b.csv", "_SUCCESS", "", "c_$folder$");
    return Combinators.combine(segment.list().ofMaxSize(4), file)
        .as((folders, name) -> String.join("/", folders) + "/" + name)
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<Set<LocalDate>> days() {
    return Arbitraries.longs()
        .between(LocalDate.of(1950, 1, 1).toEpochDay(), LocalDate.of(2090, 1, 1).toEpochDay())
        .map(LocalDate::ofEpochDay)
        .set()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  @Provide
  Arbitrary<DateTimeFormatter> datePatterns() {
    return Arbitraries.of("yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd").map(DateTimeFormatter::ofPattern);
  }
}
