package io.propolis.inference;

import io.propolis.inference.DataFolders.Folder;
import io.propolis.inference.DataFolders.Skip;
import io.propolis.inference.DataFolders.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Fits all folders to the chosen pattern, types the keys and writes down the decisions. */
final class LayoutAssembly {

  private final FolderPattern pattern;
  private final List<String> names;
  private final List<KeyTyping> typings;
  private final List<Decision> decisions = new ArrayList<>();
  private final Map<List<String>, Folder> partitions = new HashMap<>();
  private final List<Outlier> outliers = new ArrayList<>();

  LayoutAssembly(LayoutChoice choice, Set<String> dataColumns) {
    pattern = choice.pattern();
    decisions.add(choice.decision());
    var naming = new KeyNaming(dataColumns);
    names = naming.names(pattern.levels());
    decisions.addAll(naming.decisions());
    typings =
        IntStream.range(0, names.size())
            .mapToObj(level -> new KeyTyping(names.get(level), pattern.levels().get(level)))
            .toList();
  }

  /** Assembles the layout of folders sorted by location. */
  PartitionLayout assemble(List<Folder> folders, Map<Skip, Tally> skipped) {
    folders.forEach(this::place);
    List<PartitionKey> keys = typings.stream().map(KeyTyping::decide).toList();
    for (int level = 0; level < keys.size(); level++) {
      decisions.add(typings.get(level).origin(level + 1));
      decisions.add(typeDecision(keys.get(level)));
    }
    noteFoldedKeys();
    skipped.forEach((skip, tally) -> decisions.add(skipDecision(skip, tally)));
    outliers.sort(Comparator.comparing(Outlier::folder));
    return new PartitionLayout(pattern, keys, sortedPartitions(), outliers, decisions);
  }

  private void place(Folder folder) {
    FolderFit fit = pattern.fit(folder.location());
    if (fit instanceof FolderFit.Fits fits) {
      put(fits.values(), folder);
    } else if (fit instanceof FolderFit.Misfits misfits) {
      outliers.add(folder.outlier(misfits.reason()));
    }
  }

  /** A catalog holds one partition per values: the folder an engine would look for comes first. */
  private void put(List<String> values, Folder folder) {
    Folder other = partitions.putIfAbsent(values, folder);
    if (other == null) {
      for (int i = 0; i < values.size(); i++) {
        typings.get(i).add(values.get(i), folder.location());
      }
      return;
    }
    boolean better = folder.location().equals(canonicalName(values));
    if (better) {
      partitions.put(values, folder);
    }
    Folder winner = better ? folder : other;
    Folder loser = better ? other : folder;
    outliers.add(
        loser.outlier("has the same partition values as '%s'".formatted(winner.location())));
  }

  private String canonicalName(List<String> values) {
    return PartitionNames.format(
        IntStream.range(0, names.size())
            .mapToObj(i -> new PartitionSegment(names.get(i), values.get(i)))
            .toList());
  }

  private List<PartitionFolder> sortedPartitions() {
    return partitions.entrySet().stream()
        .map(
            entry ->
                new PartitionFolder(
                    entry.getValue().location(), entry.getKey(), entry.getValue().files()))
        .sorted(Comparator.comparing(PartitionFolder::location))
        .toList();
  }

  private void noteFoldedKeys() {
    Map<String, String> firstFolders = new HashMap<>();
    for (Folder folder : partitions.values()) {
      for (String segment : FolderPattern.segments(folder.location())) {
        PartitionNames.parseSegment(segment)
            .map(PartitionSegment::key)
            .filter(key -> !FolderLevel.fold(key).equals(key))
            .ifPresent(key -> firstFolders.merge(key, folder.location(), LayoutAssembly::lesser));
      }
    }
    firstFolders.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                decisions.add(
                    new Decision(
                        "key '" + entry.getKey() + "'",
                        FolderLevel.fold(entry.getKey()),
                        "catalogs keep names in lower case; folders such as '%s' keep theirs"
                            .formatted(entry.getValue()))));
  }

  private static String lesser(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Decision typeDecision(PartitionKey key) {
    return new Decision("key '" + key.name() + "'", key.type().hiveName(), key.reason());
  }

  private static Decision skipDecision(Skip skip, Tally tally) {
    return new Decision(
        tally.files() == 1 ? "1 file" : tally.files() + " files",
        "ignored",
        "files %s are no data, such as '%s'".formatted(skip.phrase(), tally.first()));
  }
}
