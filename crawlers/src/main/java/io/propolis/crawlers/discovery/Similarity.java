package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which folders hold the same kind of rows. */
final class Similarity {
  /** Share of columns that agree, of the larger of two schemas, from which on they are similar. */
  private static final double THRESHOLD = 0.7;

  /** One file in so many may be of another format than the others of its folder. */
  private static final int STRAYS = 10;

  private Similarity() {}

  /** The format of most sampled files, and the union of their columns. */
  record Profile(FileFormat format, List<Field> columns) {}

  /** Whether the files are of one format, but for strays. */
  static boolean isUniform(List<SampledFile> samples, Profile profile) {
    long others = samples.stream().filter(s -> s.schema().format() != profile.format()).count();
    return others * STRAYS <= samples.size();
  }

  /** The profile of sampled files; null for none. */
  static @Nullable Profile profile(List<SampledFile> samples) {
    var counts = new EnumMap<FileFormat, Integer>(FileFormat.class);
    samples.forEach(s -> counts.merge(s.schema().format(), 1, Integer::sum));
    FileFormat format = null;
    int most = 0;
    for (var count : counts.entrySet()) {
      if (count.getValue() > most) {
        format = count.getKey();
        most = count.getValue();
      }
    }
    if (format == null) {
      return null;
    }
    List<Field> columns = List.of();
    var widening = new Widening();
    for (var sample : samples) {
      if (sample.schema().format() == format) {
        columns = widening.merge(columns, sample.columns(), "");
      }
    }
    return new Profile(format, columns);
  }

  /** The largest set of folders whose profiles are similar to that of one among them. */
  static List<Folder> largestGroup(Map<Folder, Profile> profiles, boolean sameFormatIsEnough) {
    List<Folder> largest = List.of();
    for (var reference : profiles.entrySet()) {
      var group = new ArrayList<Folder>();
      profiles.forEach(
          (folder, profile) -> {
            var other = reference.getValue();
            if (profile.format() == other.format()
                && (sameFormatIsEnough
                    || areAlike(profile.columns(), other.columns(), THRESHOLD))) {
              group.add(folder);
            }
          });
      if (group.size() > largest.size()) {
        largest = group;
      }
      if (largest.size() * 2 > profiles.size()) {
        return largest;
      }
    }
    return largest;
  }

  /** Whether two are of one format and have most columns in common. */
  static boolean isLike(Profile first, Profile second) {
    return first.format() == second.format()
        && areAlike(first.columns(), second.columns(), THRESHOLD);
  }

  /**
   * Whether columns agree, and their types can be brought together.
   *
   * @param share of the columns of the larger one
   */
  static boolean areAlike(List<Field> first, List<Field> second, double share) {
    Map<String, Field> byName = new HashMap<>();
    first.forEach(f -> byName.put(f.name().toLowerCase(Locale.ROOT), f));
    int agreeing = 0;
    for (var field : second) {
      var other = byName.get(field.name().toLowerCase(Locale.ROOT));
      if (other != null) {
        var widening = new Widening();
        widening.merge("", other.type(), field.type(), "");
        agreeing += widening.conflicts().isEmpty() ? 1 : 0;
      }
    }
    return agreeing >= share * Math.max(first.size(), second.size());
  }
}
