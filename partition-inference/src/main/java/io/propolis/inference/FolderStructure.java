package io.propolis.inference;

import io.propolis.inference.DataFolders.Folder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folders that have the same keys, or none, on the same levels. */
final class FolderStructure {

  /** Named keys are seldom an accident: one such folder counts as much as ten others. */
  private static final long KEY_WEIGHT = 10;

  private static final String PLAIN = "*";

  private final List<String> tokens;
  private final List<Folder> folders = new ArrayList<>();
  private long files;

  private FolderStructure(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Groups folders by structure. */
  static List<FolderStructure> group(List<Folder> folders) {
    Map<List<String>, FolderStructure> structures = new HashMap<>();
    for (Folder folder : folders) {
      var structure = structures.computeIfAbsent(tokens(folder.location()), FolderStructure::new);
      structure.folders.add(folder);
      structure.files += folder.files();
    }
    return List.copyOf(structures.values());
  }

  /** The structure, other than that of the root, which the layout should follow. */
  static Optional<FolderStructure> dominant(List<FolderStructure> structures) {
    return structures.stream()
        .filter(structure -> structure.depth() > 0 && structure.isSound())
        .max(
            Comparator.comparingLong(FolderStructure::weight)
                .thenComparingLong(FolderStructure::files)
                .thenComparing(structure -> String.join("/", structure.tokens)));
  }

  /** The structure without folders: files directly in the root. */
  static Optional<FolderStructure> root(List<FolderStructure> structures) {
    return structures.stream().filter(structure -> structure.depth() == 0).findFirst();
  }

  int depth() {
    return tokens.size();
  }

  long files() {
    return files;
  }

  List<Folder> folders() {
    return folders;
  }

  /** The folded key of a level, null when it has none. */
  @Nullable String keyAt(int level) {
    String token = tokens.get(level);
    return token.equals(PLAIN) ? null : token.substring(0, token.length() - 1);
  }

  private long weight() {
    boolean keyed = tokens.stream().anyMatch(token -> !token.equals(PLAIN));
    return folders.size() * (keyed ? KEY_WEIGHT : 1);
  }

  private boolean isSound() {
    var keys = new HashSet<String>();
    return tokens.stream()
        .noneMatch(token -> token.isEmpty() || (!token.equals(PLAIN) && !keys.add(token)));
  }

  private static List<String> tokens(String folder) {
    String[] segments = FolderPattern.segments(folder);
    var tokens = new ArrayList<String>(segments.length);
    for (String segment : segments) {
      tokens.add(
          segment.isEmpty()
              ? segment
              : PartitionNames.parseSegment(segment)
                  .map(one -> FolderLevel.fold(one.key()) + "=")
                  .orElse(PLAIN));
    }
    return tokens;
  }
}
