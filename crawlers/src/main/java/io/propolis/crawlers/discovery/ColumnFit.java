package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Characters;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The columns of a table some of whose partitions are of another form than the others. A partition
 * has the columns of its table, so that its files must be readable by these: text is read as any
 * type that holds it; of what files of Parquet, ORC and Avro declare engines agree only that whole
 * numbers widen, and float to double.
 */
final class ColumnFit {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");
  private static final List<HiveType> WHOLE =
      List.of(Primitive.TINYINT, Primitive.SMALLINT, Primitive.INT, Primitive.BIGINT);
  private static final int SHOWN = 3;

  /** Of columns that agree, among folders whose names say that they are of one table. */
  private static final double SHARE = 0.5;

  private final FileFormat format;
  private final Set<String> keys;
  private final Set<String> declared = new HashSet<>();
  private final List<String> conflicts = new ArrayList<>();
  private boolean isFixed;
  private List<Field> columns;

  /**
   * The columns of most files.
   *
   * @param keys names of partition keys in lower case, as far as folders tell them
   */
  ColumnFit(FileFormat format, List<Field> columns, Set<String> keys) {
    this.format = format;
    this.columns = columns;
    this.keys = keys;
    this.isFixed = format == FileFormat.AVRO;
    if (!isText(format)) {
      columns.forEach(c -> declared.add(name(c)));
    }
  }

  /** The columns that hold all that was taken in. */
  List<Field> columns() {
    return columns;
  }

  /** Columns that became text, as only text holds the values of all files; in words. */
  List<String> conflicts() {
    return conflicts;
  }

  /**
   * Takes in a partition's columns.
   *
   * @param origin a file of it
   * @return why they do not fit, in words that follow the word table; empty when they do, and then
   *     alone they are taken in
   */
  Optional<String> add(FileFormat other, List<Field> found, String origin) {
    var theirs = named(found);
    var no =
        unlike(theirs)
            .or(() -> oddlyNamed(other, theirs))
            .or(() -> displaced(other, theirs))
            .or(() -> unequal(other, theirs));
    if (no.isPresent()) {
      return no;
    }
    var widening = new Widening();
    var merged = widening.merge(columns, theirs, origin);
    var misfit = mistyped(other, theirs, merged, !widening.conflicts().isEmpty());
    if (misfit.isPresent()) {
      return misfit;
    }
    widening.conflicts().forEach(c -> conflicts.add(c.toString()));
    columns = merged;
    isFixed |= other == FileFormat.AVRO;
    if (!isText(other)) {
      theirs.forEach(c -> declared.add(name(c)));
    }
    return Optional.empty();
  }

  /** Under the names that the table has for them. */
  private List<Field> named(List<Field> found) {
    var ours = byName(columns);
    return found.stream()
        .map(
            field -> {
              var same = ours.get(name(field));
              return same == null ? field : new Field(same.name(), field.type());
            })
        .toList();
  }

  private Optional<String> unlike(List<Field> theirs) {
    return Similarity.areAlike(columns, theirs, SHARE)
        ? Optional.empty()
        : Optional.of(
            "whose columns are others (%s; not %s)".formatted(shown(theirs), shown(columns)));
  }

  private static String shown(List<Field> fields) {
    var names = fields.stream().limit(SHOWN).map(Field::name).toList();
    return String.join(", ", names) + (fields.size() > SHOWN ? ", …" : "");
  }

  /** Such names are mapped for text alone. */
  private Optional<String> oddlyNamed(FileFormat other, List<Field> theirs) {
    if (isText(format) && isText(other)) {
      return Optional.empty();
    }
    return Stream.concat(columns.stream(), theirs.stream())
        .filter(c -> !PLAIN.matcher(c.name()).matches())
        .findFirst()
        .map(c -> "in which column '%s' cannot have the same name".formatted(c.name()));
  }

  /** Trino finds columns of ORC by their places unless it is told otherwise. */
  private Optional<String> displaced(FileFormat other, List<Field> theirs) {
    if (other != FileFormat.CSV && other != FileFormat.GROK && other != FileFormat.ORC) {
      return Optional.empty();
    }
    for (int i = 0; i < Math.min(theirs.size(), columns.size()); i++) {
      if (!name(theirs.get(i)).equals(name(columns.get(i)))) {
        return Optional.of("where column %s is in another place".formatted(theirs.get(i).name()));
      }
    }
    boolean isByPlace = format == FileFormat.CSV || format == FileFormat.GROK;
    return theirs.stream()
        .filter(c -> !isByPlace && keys.contains(name(c)))
        .findFirst()
        .map(c -> "where column %s is a partition key".formatted(c.name()));
  }

  /** The schema that Avro's SerDe is given has these columns. */
  private Optional<String> unequal(FileFormat other, List<Field> theirs) {
    boolean isAsked = isFixed || other == FileFormat.AVRO;
    return isAsked && !byName(columns).keySet().equals(byName(theirs).keySet())
        ? Optional.of("which has not the same columns, as Avro needs them")
        : Optional.empty();
  }

  private Optional<String> mistyped(
      FileFormat other, List<Field> theirs, List<Field> merged, boolean isConflict) {
    var ours = byName(columns);
    var own = byName(theirs);
    boolean areTexts = isText(format) && isText(other);
    for (var column : merged) {
      var name = name(column);
      var before = ours.get(name);
      var found = own.get(name);
      boolean isTurned =
          before != null && declared.contains(name) && !isReadAs(before.type(), column.type());
      boolean isForced = found != null && !isText(other) && !isReadAs(found.type(), column.type());
      boolean isClash =
          isConflict
              && !areTexts
              && before != null
              && found != null
              && !before.type().equals(column.type());
      if ((isTurned || isForced || isClash) && before != null && found != null) {
        return Optional.of(
            "where column %s is %s, in it %s"
                .formatted(column.name(), before.type().hive(), found.type().hive()));
      }
    }
    return Optional.empty();
  }

  /** Whether all engines read what files declare so as a column of the other type. */
  private static boolean isReadAs(HiveType declared, HiveType column) {
    if (declared.equals(column)) {
      return true;
    }
    int place = WHOLE.indexOf(declared);
    return (place >= 0 && WHOLE.indexOf(column) >= place)
        || (declared == Primitive.FLOAT && column == Primitive.DOUBLE)
        || (declared instanceof Characters && column == Primitive.STRING);
  }

  static boolean isText(FileFormat format) {
    return switch (format) {
      case CSV, JSON, GROK, XML, ION, BSON -> true;
      case PARQUET, ORC, AVRO -> false;
    };
  }

  private static Map<String, Field> byName(List<Field> fields) {
    var byName = new LinkedHashMap<String, Field>();
    fields.forEach(f -> byName.putIfAbsent(name(f), f));
    return byName;
  }

  /** As tables have it: in lower case, and without odd signs. */
  private static String name(Field field) {
    return field.name().strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
  }
}
