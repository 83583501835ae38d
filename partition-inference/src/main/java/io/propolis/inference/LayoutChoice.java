package io.propolis.inference;

import io.propolis.inference.DataFolders.Folder;
import java.util.List;

/** The pattern a layout follows, with the decision that says why. */
record LayoutChoice(FolderPattern pattern, Decision decision) {

  private static final FolderPattern ROOT = new FolderPattern(List.of());

  /** Chooses for folders sorted by location. */
  static LayoutChoice of(List<Folder> folders) {
    List<FolderStructure> structures = FolderStructure.group(folders);
    var root = FolderStructure.root(structures);
    var dominant = FolderStructure.dominant(structures);
    if (dominant.isEmpty()) {
      return unpartitioned(
          root.map(FolderStructure::files)
              .map(files -> "no folder holds data that fits; files in the root: " + files)
              .orElse("there are no data files in usable folders"));
    }
    FolderStructure structure = dominant.get();
    FolderPattern pattern = LevelDetection.pattern(structure);
    boolean evident =
        pattern.levels().stream().anyMatch(level -> level.source() != KeySource.POSITION);
    if (!evident && root.isPresent() && root.get().files() > structure.files()) {
      return unpartitioned(
          "%d files lie in the root and only %d in folders such as '%s', whose names are no keys"
              .formatted(
                  root.get().files(), structure.files(), structure.folders().get(0).location()));
    }
    return new LayoutChoice(pattern, follow(structure, folders.size()));
  }

  /** The one that somebody gave. */
  static LayoutChoice given(List<String> keys) {
    return new LayoutChoice(
        new FolderPattern(keys.stream().<FolderLevel>map(FolderLevel.Named::new).toList()),
        new Decision(
            "layout",
            keys.isEmpty()
                ? "not partitioned"
                : keys.size() == 1 ? "1 level" : keys.size() + " levels",
            "whoever asked has said so"));
  }

  private static LayoutChoice unpartitioned(String reason) {
    return new LayoutChoice(ROOT, new Decision("layout", "not partitioned", reason));
  }

  private static Decision follow(FolderStructure structure, int total) {
    int agreeing = structure.folders().size();
    return new Decision(
        "layout",
        structure.depth() == 1 ? "1 level" : structure.depth() + " levels",
        "%s of folders with data agree, such as '%s'"
            .formatted(
                agreeing == total ? "all " + total : agreeing + " of " + total,
                structure.folders().get(0).location()));
  }
}
