package io.propolis.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The levels of a layout, from the root down, against which folders are held. */
record FolderPattern(List<FolderLevel> levels) {

  FolderPattern {
    levels = List.copyOf(levels);
  }

  /** Splits a folder relative to the root; the root has no segments. */
  static String[] segments(String folder) {
    return folder.isEmpty() ? new String[0] : folder.split("/", -1);
  }

  FolderFit fit(String folder) {
    String[] segments = segments(folder);
    if (segments.length != levels.size()) {
      return new FolderFit.Misfits(
          "%s deep where %s"
              .formatted(
                  segments.length == 1 ? "1 folder" : segments.length + " folders",
                  levels.size() == 1 ? "1 is usual" : levels.size() + " are usual"));
    }
    var values = new ArrayList<String>(segments.length);
    for (int i = 0; i < segments.length; i++) {
      Optional<String> value = levels.get(i).valueOf(segments[i]);
      if (value.isEmpty()) {
        return isAllKeyed() ? fitByName(segments) : misfit(segments[i], levels.get(i));
      }
      values.add(value.get());
    }
    return new FolderFit.Fits(values);
  }

  /** Keys in another order name the same partition: its location says where it is. */
  private FolderFit fitByName(String[] segments) {
    Map<String, String> byKey = new HashMap<>();
    for (String segment : segments) {
      PartitionNames.parseSegment(segment)
          .ifPresent(one -> byKey.put(FolderLevel.fold(one.key()), one.value()));
    }
    var values = new ArrayList<String>(segments.length);
    for (int i = 0; i < segments.length; i++) {
      FolderLevel level = levels.get(i);
      String value = level instanceof FolderLevel.Hive hive ? byKey.get(hive.key()) : null;
      if (value == null) {
        return misfit(segments[i], level);
      }
      values.add(value);
    }
    return new FolderFit.Fits(values);
  }

  private static FolderFit misfit(String segment, FolderLevel level) {
    return new FolderFit.Misfits(
        segment.isEmpty()
            ? "a folder name is empty"
            : "folder '%s' is not %s".formatted(segment, level.expectation()));
  }

  private boolean isAllKeyed() {
    return levels.stream().allMatch(level -> level instanceof FolderLevel.Hive);
  }
}
