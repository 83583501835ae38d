package io.propolis.inference;

import io.propolis.inference.DataFolders.Folder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells dates from mere positions among the folders of one structure. */
final class LevelDetection {

  /** Folders that may disagree with a date on their level: one in five, or a single one. */
  private static final int TOLERANCE = 5;

  private final FolderStructure structure;
  private final List<LevelTally> tallies = new ArrayList<>();

  private LevelDetection(FolderStructure structure) {
    this.structure = structure;
    for (int level = 0; level < structure.depth(); level++) {
      tallies.add(new LevelTally());
    }
  }

  static FolderPattern pattern(FolderStructure structure) {
    var detection = new LevelDetection(structure);
    detection.count();
    return new FolderPattern(detection.levels());
  }

  private void count() {
    for (Folder folder : structure.folders()) {
      String[] segments = FolderPattern.segments(folder.location());
      for (int level = 0; level < segments.length; level++) {
        if (structure.keyAt(level) == null) {
          tallies.get(level).add(segments[level]);
        }
      }
    }
  }

  private List<FolderLevel> levels() {
    var levels = new ArrayList<FolderLevel>();
    @Nullable DatePart above = null;
    for (int level = 0; level < structure.depth(); level++) {
      String key = structure.keyAt(level);
      if (key != null) {
        levels.add(new FolderLevel.Hive(key));
        above = DatePart.named(key).orElse(null);
        continue;
      }
      DatePart part = partAt(level, above);
      if (part != null) {
        levels.add(new FolderLevel.Part(part));
      } else if (isAccepted(tallies.get(level).days)) {
        levels.add(new FolderLevel.Day());
      } else {
        levels.add(new FolderLevel.Position());
      }
      above = part;
    }
    return levels;
  }

  private @Nullable DatePart partAt(int level, @Nullable DatePart above) {
    Map<DatePart, Integer> parts = tallies.get(level).parts;
    DatePart next = DatePart.below(above);
    if (next != null && isAccepted(parts.getOrDefault(next, 0))) {
      return next;
    }
    return isAccepted(parts.getOrDefault(DatePart.YEAR, 0)) ? DatePart.YEAR : null;
  }

  private boolean isAccepted(int matches) {
    int folders = structure.folders().size();
    int misfits = folders - matches;
    return matches > 0 && (misfits <= folders / TOLERANCE || (misfits == 1 && matches >= 2));
  }

  /** How many folders of one level look like a part of a date, or like a day. */
  private static final class LevelTally {
    private final Map<DatePart, Integer> parts = new EnumMap<>(DatePart.class);
    private int days;

    void add(String folder) {
      for (DatePart part : DatePart.values()) {
        if (part.matches(folder)) {
          parts.merge(part, 1, Integer::sum);
        }
      }
      if (FolderLevel.isoDate(folder).isPresent()) {
        days++;
      }
    }
  }
}
