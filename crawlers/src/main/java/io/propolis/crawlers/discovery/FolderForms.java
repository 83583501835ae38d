package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.Partitions;
import io.propolis.crawlers.discovery.Grouping.Candidate;
import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.formats.MergedSchema.Part;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.Words;
import io.propolis.inference.PartitionNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells the folders of one table apart by how their files are read. Most files say how the table
 * is; a partition all of whose files are of another form gets a SerDe of its own, when the table's
 * columns can be read from them.
 */
final class FolderForms {
  /** One file in so many may be of another form than the others of its folder. */
  private static final int STRAYS = 10;

  private final Candidate table;
  private final Sampling sampling;
  private final Partitions mode;
  private final UnaryOperator<MergedSchema> types;
  private final List<Problem> problems;
  private final List<Unit> units = new ArrayList<>();
  private final Map<Folder, MergedSchema> otherwise = new HashMap<>();
  private final Set<Folder> leftOut = new LinkedHashSet<>();

  /** A folder with samples of its own files. */
  private record Unit(Folder folder, List<SampledFile> samples) {
    /** The form of its files but for strays; null when they are of several. */
    @Nullable Form form() {
      var counts = new LinkedHashMap<Form, Integer>();
      samples.forEach(s -> counts.merge(Form.of(s.schema()), 1, Integer::sum));
      var most = most(counts);
      return (samples.size() - counts.getOrDefault(most, 0)) * STRAYS <= samples.size()
          ? most
          : null;
    }

    boolean isOf(FileFormat format) {
      return samples.stream().allMatch(s -> s.schema().format() == format);
    }

    List<Part> parts(FileFormat format) {
      return samples.stream()
          .filter(s -> s.schema().format() == format)
          .map(s -> new Part(s.entry().location(), s.file()))
          .toList();
    }

    String first(FileFormat format) {
      return parts(format).get(0).location();
    }
  }

  private FolderForms(
      Candidate table,
      Sampling sampling,
      Partitions mode,
      UnaryOperator<MergedSchema> types,
      List<Problem> problems) {
    this.table = table;
    this.sampling = sampling;
    this.mode = mode;
    this.types = types;
    this.problems = problems;
  }

  /**
   * Tells them apart; what is odd is told.
   *
   * @param folders those of its partitions; of a table without any, its own
   * @param types what becomes of the types that files tell
   */
  static TableForms of(
      Candidate table,
      Collection<Folder> folders,
      Sampling sampling,
      Partitions mode,
      UnaryOperator<MergedSchema> types,
      List<Problem> problems) {
    return new FolderForms(table, sampling, mode, types, problems).of(folders);
  }

  private TableForms of(Collection<Folder> folders) {
    folders.stream()
        .sorted(Comparator.comparing(Folder::path))
        .map(folder -> new Unit(folder, sampling.of(folder)))
        .filter(unit -> !unit.samples().isEmpty())
        .forEach(units::add);
    var base = mostFiles();
    var alike = new ArrayList<Unit>();
    var mixed = new ArrayList<Unit>();
    var others = new LinkedHashMap<Form, List<Unit>>();
    for (var unit : units) {
      var form = unit.form();
      if (isOfTable(unit, form, base)) {
        alike.add(unit);
      } else if (form == null) {
        mixed.add(unit);
      } else {
        others.computeIfAbsent(form, unused -> new ArrayList<>()).add(unit);
      }
    }
    if (alike.isEmpty() || mixed.size() > alike.size() || mode == Partitions.INHERIT_FROM_TABLE) {
      // Where most partitions are so, there would be no table without them.
      alike.addAll(mixed);
      mixed.clear();
    }
    if (alike.stream().allMatch(unit -> unit.parts(base.format()).isEmpty())) {
      alike.clear();
      alike.addAll(units);
      others.clear();
      mixed.clear();
    }
    var schema = merged(alike, base.format());
    var headless = headless(alike, schema);
    if (!headless.isEmpty()) {
      alike.removeAll(headless);
      schema = merged(alike, base.format());
      others.put(new Form(FileFormat.CSV, base.detail() + " without names"), headless);
    }
    tellStrays(alike, base.format());
    mixed.forEach(unit -> leaveOut(unit, base.format()));
    if (mode == Partitions.INHERIT_FROM_TABLE) {
      others.values().forEach(group -> tellInheriting(group, base.format()));
      others.clear();
    }
    var fit = new ColumnFit(base.format(), schema.columns(), keys());
    var most = schema;
    others.forEach((form, group) -> add(form, group, base, most, fit));
    recall(folders);
    var fitting = alike.stream().flatMap(unit -> unit.parts(base.format()).stream()).toList();
    fit.conflicts()
        .forEach(c -> problems.add(new Problem(table.folder().location(), "has a conflict: " + c)));
    return new TableForms(
        schema.withColumns(fit.columns(), schema.timestampPatterns()), fitting, otherwise, leftOut);
  }

  private Form mostFiles() {
    var formats = new LinkedHashMap<FileFormat, Integer>();
    for (var format : FileFormat.values()) {
      formats.put(format, 0);
    }
    var forms = new LinkedHashMap<Form, Integer>();
    for (var unit : units) {
      for (var sample : unit.samples()) {
        formats.merge(sample.schema().format(), 1, Integer::sum);
        forms.merge(Form.of(sample.schema()), 1, Integer::sum);
      }
    }
    var format = most(formats);
    forms.keySet().removeIf(form -> form.format() != format);
    return most(forms);
  }

  /** The first of those of which there are most. */
  private static <T> T most(Map<T, Integer> counts) {
    T most = counts.keySet().iterator().next();
    for (var count : counts.entrySet()) {
      if (count.getValue() > counts.getOrDefault(most, 0)) {
        most = count.getKey();
      }
    }
    return most;
  }

  /** Of one format, be it of several forms in one folder, is what conflicts of schemas are for. */
  private boolean isOfTable(Unit unit, @Nullable Form form, Form base) {
    return table.partitions().isEmpty()
        || base.equals(form)
        || (unit.isOf(base.format())
            && (form == null
                || !form.isReadBySerDe()
                || !base.isReadBySerDe()
                || mode == Partitions.INHERIT_FROM_TABLE));
  }

  private MergedSchema merged(List<Unit> some, FileFormat format) {
    return types.apply(
        MergedSchema.of(some.stream().flatMap(unit -> unit.parts(format).stream()).toList()));
  }

  /** Those none of whose files begins with what could be names, where the others do. */
  private List<Unit> headless(List<Unit> alike, MergedSchema schema) {
    if (table.partitions().isEmpty()
        || mode == Partitions.INHERIT_FROM_TABLE
        || !(schema.reading() instanceof Reading.Delimited delimited)
        || !delimited.dialect().header()) {
      return List.of();
    }
    var headless =
        alike.stream()
            .filter(
                unit ->
                    unit.samples().stream()
                        .allMatch(
                            s ->
                                s.schema() instanceof FileSchema.Csv csv
                                    && !csv.sample().couldBeHeader()))
            .toList();
    return headless.size() == alike.size() ? List.of() : headless;
  }

  private void tellStrays(List<Unit> alike, FileFormat format) {
    for (var unit : alike) {
      for (var sample : unit.samples()) {
        var other = sample.schema().format();
        if (other != format) {
          problems.add(
              new Problem(
                  sample.entry().location(),
                  "is %s among files of %s".formatted(said(other), said(format))));
        }
      }
    }
  }

  private void leaveOut(Unit unit, FileFormat base) {
    var files = new LinkedHashMap<FileFormat, String>();
    unit.samples().forEach(s -> files.putIfAbsent(s.schema().format(), s.entry().location()));
    var shown = new ArrayList<String>();
    files.forEach((format, file) -> shown.add(said(format) + " (" + fileName(file) + ")"));
    leaveOut(
        unit,
        "is left out of a table of %s: it holds files of %s, and no engine reads a partition of both"
            .formatted(said(base), String.join(" and ", shown)));
  }

  private void leaveOut(Unit unit, String reason) {
    leftOut.add(unit.folder());
    problems.add(new Problem(unit.folder().location(), reason));
  }

  private void tellInheriting(List<Unit> group, FileFormat base) {
    for (var unit : group) {
      var format = unit.samples().get(0).schema().format();
      problems.add(
          new Problem(
              unit.folder().location(),
              "is of %s in a table of %s, as %s; it has the table's SerDe, as InheritFromTable asks,"
                      .formatted(said(format), said(base), fileName(unit.first(format)))
                  + " and no engine reads it by that"));
    }
  }

  private void add(Form form, List<Unit> group, Form base, MergedSchema most, ColumnFit fit) {
    var format = form.format();
    boolean isReadable = form.isReadBySerDe() && base.isReadBySerDe();
    var taken = new ArrayList<Unit>();
    for (var unit : group) {
      var file = unit.first(format);
      var columns = columns(unit, format, fit);
      var no =
          isReadable
              ? fit.add(format, columns, file)
              : Optional.of("which no engine reads beside the others");
      if (no.isPresent() && format == base.format()) {
        problems.add(
            new Problem(
                unit.folder().location(),
                "is read as the table's other files are, though it is otherwise: it is %s %s, as %s shows"
                    .formatted(details(merged(List.of(unit), format)), no.get(), fileName(file))));
      } else if (no.isPresent()) {
        leaveOut(
            unit,
            "is left out: it is of %s in a table of %s %s, as %s shows"
                .formatted(said(format), said(base.format()), no.get(), fileName(file)));
      } else {
        taken.add(unit);
      }
    }
    if (!taken.isEmpty()) {
      var schema = merged(taken, format);
      taken.forEach(unit -> otherwise.put(unit.folder(), schema));
      tellStrays(taken, format);
      var folder = taken.get(0).folder().location();
      schema.conflicts().forEach(c -> problems.add(new Problem(folder, "has a conflict: " + c)));
      tellOwn(taken, schema, form, base);
      SparkReading.warnings(most, schema).forEach(said -> problems.add(new Problem(folder, said)));
    }
  }

  /** Cells are read by position, so that where there are no names the table's are theirs. */
  private List<Field> columns(Unit unit, FileFormat format, ColumnFit fit) {
    var schema = merged(List.of(unit), format);
    if (!(schema.reading() instanceof Reading.Delimited delimited)
        || delimited.dialect().header()
        || schema.columns().size() > fit.columns().size()) {
      return schema.columns();
    }
    var named = new ArrayList<Field>();
    for (int i = 0; i < schema.columns().size(); i++) {
      named.add(new Field(fit.columns().get(i).name(), schema.columns().get(i).type()));
    }
    return named;
  }

  private void tellOwn(List<Unit> taken, MergedSchema schema, Form form, Form base) {
    var first = taken.get(0).first(form.format());
    var more = taken.size() == 1 ? "" : "; so have %d more partitions".formatted(taken.size() - 1);
    problems.add(
        new Problem(
            first,
            form.format() == base.format()
                ? "is read otherwise than most files of the table (%s): its partition has a SerDe of"
                        .formatted(details(schema))
                    + " its own"
                    + more
                : "is of %s in a table of %s: its partition has a SerDe of its own%s"
                    .formatted(said(form.format()), said(base.format()), more)));
  }

  private static String details(MergedSchema schema) {
    if (!(schema.reading() instanceof Reading.Delimited delimited)) {
      return schema.classification();
    }
    var dialect = delimited.dialect();
    return "delimited by %s, %s"
        .formatted(
            dialect.delimiter() == '\t' ? "tab" : "'" + dialect.delimiter() + "'",
            dialect.linesBefore() == 0
                ? "without names"
                : Words.count(dialect.linesBefore(), "line") + " in front");
  }

  /** Folders whose samples went, as others say the same, are as those others are. */
  private void recall(Collection<Folder> folders) {
    var asked = folders.stream().filter(folder -> sampling.likeness(folder) != 0).toList();
    if (asked.isEmpty()) {
      return;
    }
    var like = new HashMap<Integer, Folder>();
    for (var unit : units) {
      unit.samples().forEach(s -> like.putIfAbsent(Form.likeness(s.schema()), unit.folder()));
    }
    for (var folder : asked) {
      var other = like.get(sampling.likeness(folder));
      var schema = other == null ? null : otherwise.get(other);
      if (schema != null) {
        otherwise.put(folder, schema);
      }
      if (other != null && leftOut.contains(other)) {
        leftOut.add(folder);
        problems.add(
            new Problem(
                folder.location(), "is left out for the same reason as " + other.location()));
      }
    }
  }

  /** Names of keys as far as folders tell them. */
  private Set<String> keys() {
    var keys = new HashSet<String>();
    for (var unit : units) {
      for (var step : unit.folder().path().split("/", -1)) {
        PartitionNames.parseSegment(step)
            .ifPresent(s -> keys.add(s.key().toLowerCase(Locale.ROOT)));
      }
    }
    return keys;
  }

  private static String said(FileFormat format) {
    return format.classification();
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
