package io.propolis.crawlers.discovery;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Conflicts;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.CrawlerDefinition.Statistics;
import io.propolis.crawlers.definition.CrawlerDefinition.Types;
import io.propolis.crawlers.discovery.Grouping.Candidate;
import io.propolis.crawlers.discovery.LakeListing.Scope;
import io.propolis.crawlers.formats.Choices;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.files.Lake;
import io.propolis.inference.LayoutInference;
import io.propolis.inference.PartitionLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks into a folder of the lake and says which tables lie there. Reads only. */
public final class Discovery {
  /** Columns of a table whose types are explained. */
  private static final int MOST_REASONS = 200;

  private static final int LONGEST_TYPE = 60;

  private final Lake lake;
  private final CrawlerDefinition crawler;
  private final FormatReader reader;
  private final TableRoots roots;
  private final Predicate<String> isKnownTable;
  private final CrawlWatch watch;
  private final LakeMemory memory;
  private final LakeChanges changes;
  private final List<Problem> problems = new ArrayList<>();
  private final List<FoundTable> tables = new ArrayList<>();
  private final List<FoundSource> sources = new ArrayList<>();

  private Discovery(
      Lake lake,
      TableRoots roots,
      CrawlerDefinition crawler,
      List<Classifier> classifiers,
      Predicate<String> isKnownTable,
      Past past,
      CrawlWatch watch) {
    this.lake = lake;
    this.roots = roots;
    this.memory = past.memory();
    this.changes = past.changes();
    this.crawler = crawler;
    this.reader = new FormatReader(lake, classifiers);
    this.isKnownTable = isKnownTable;
    this.watch = watch;
  }

  /**
   * What was found.
   *
   * @param tables of files in formats that lie about by themselves
   * @param sources all else
   * @param failures targets of which nothing is known
   * @param objects files listed
   * @param sampled files read
   */
  public record Findings(
      List<FoundTable> tables,
      List<FoundSource> sources,
      List<Problem> problems,
      List<FailedTarget> failures,
      long objects,
      int sampled) {
    /** Nothing. */
    public static final Findings NONE = new Findings(List.of(), List.of(), 0, 0);

    public Findings {
      tables = List.copyOf(tables);
      sources = List.copyOf(sources);
      problems = List.copyOf(problems);
      failures = List.copyOf(failures);
    }

    public Findings(List<FoundTable> tables, List<Problem> problems, long objects, int sampled) {
      this(tables, List.of(), problems, List.of(), objects, sampled);
    }

    /** Of targets whose tables say what they are. */
    public static Findings ofSources(
        List<FoundSource> sources, List<Problem> problems, long objects, int read) {
      return new Findings(List.of(), sources, problems, List.of(), objects, read);
    }

    static Findings failed(FailedTarget target) {
      return new Findings(List.of(), List.of(), List.of(), List.of(target), 0, 0);
    }

    /** All tables, wherever they lie. */
    public List<Found> all() {
      return Stream.<Found>concat(tables.stream(), sources.stream()).toList();
    }

    /** These and others. */
    public Findings and(Findings others) {
      return new Findings(
          Stream.concat(tables.stream(), others.tables.stream()).toList(),
          Stream.concat(sources.stream(), others.sources.stream()).toList(),
          Stream.concat(problems.stream(), others.problems.stream()).toList(),
          Stream.concat(failures.stream(), others.failures.stream()).toList(),
          objects + others.objects,
          sampled + others.sampled);
    }

    /**
     * These, of a crawl of so many targets.
     *
     * @throws io.propolis.catalog.CatalogException when all of them have failed
     */
    public Findings unlessAllFailed(int targets) {
      if (!failures.isEmpty() && failures.size() >= targets) {
        throw FailedTarget.ofAll(failures);
      }
      return this;
    }
  }

  /**
   * What is known before a crawl.
   *
   * @param memory what earlier crawls found, which takes in what this one finds
   * @param changes what has happened since
   */
  public record Past(LakeMemory memory, LakeChanges changes) {
    /** Nothing is known, and nothing will be. */
    public static Past none() {
      return new Past(LakeMemory.none(), LakeChanges.UNKNOWN);
    }
  }

  /**
   * Crawls all folders that a crawler names. One that cannot be listed is among the failures.
   *
   * @param roots reads what tables of lake formats say of themselves
   * @param classifiers asked before the crawler looks by itself, in this order
   * @param isKnownTable whether a location is that of a table already
   * @param past what is known before the crawl
   */
  public static Findings of(
      Lake lake,
      TableRoots roots,
      CrawlerDefinition crawler,
      List<Classifier> classifiers,
      Predicate<String> isKnownTable,
      Past past,
      CrawlWatch watch) {
    var findings = Findings.NONE;
    for (var target : crawler.targets()) {
      var discovery = new Discovery(lake, roots, crawler, classifiers, isKnownTable, past, watch);
      findings = findings.and(TargetAttempt.at(target.path()).make(() -> discovery.crawl(target)));
    }
    return findings;
  }

  /**
   * Crawls a crawler's one target as one table, whatever its folders look like.
   *
   * @param past what is known before the crawl
   */
  public static Findings ofTable(
      Lake lake,
      TableRoots roots,
      CrawlerDefinition crawler,
      List<Classifier> classifiers,
      Past past,
      CrawlWatch watch) {
    int level = Grouping.level(crawler.targets().get(0).path());
    return of(
        lake,
        roots,
        crawler.withConfiguration(crawler.configuration().withTableLevel(level)),
        classifiers,
        location -> true,
        past,
        watch);
  }

  private Findings crawl(S3Target target) {
    watch.listed(0);
    var remembered = memory.of(target);
    remembered.listing();
    var listing = listed(target, remembered);
    var sampling = new Sampling(reader, remembered, problems, watch);
    sampling.read(listing.root(), target);
    if (sampling.leftOut() > 0) {
      problems.add(
          new Problem(
              target.path(),
              "has tables of so many columns that %d files were left out of the samples"
                  .formatted(sampling.leftOut())));
    }
    var grouping = new Grouping(target.path(), crawler, sampling, problems, isKnownTable);
    grouping
        .candidates(listing.root(), target.template())
        .forEach(candidate -> add(target, candidate, sampling));
    int read = sampling.files();
    for (var root : grouping.roots()) {
      read += read(root);
    }
    remembered.learn(listing.root(), sampling, problems);
    return new Findings(tables, sources, problems, List.of(), listing.objects(), read);
  }

  /** Returns how many files of metadata were read. */
  private int read(Grouping.Root root) {
    var metadata = roots.read(root.format(), root.location(), problems);
    watch.read(metadata.files());
    sources.addAll(metadata.tables());
    return metadata.files();
  }

  private FolderTree listed(S3Target target, TargetMemory remembered) {
    var tree = new FolderTree(target);
    var told = changes.folders(target);
    // Where nothing is known, what has changed since says too little.
    var changed =
        memory.isFresh() || remembered.known().isEmpty()
            ? Optional.<Collection<String>>empty()
            : told;
    Scope scope;
    if (changed.isPresent()) {
      tree.restore(remembered.whole());
      var folders = new TreeSet<>(changed.get());
      folders.addAll(remembered.unfinished());
      folders.forEach(folder -> tree.at(folder).clear());
      scope = Scope.only(lake, target, folders);
    } else if (takesNewFoldersOnly()) {
      tree.restore(remembered.whole());
      scope = Scope.below(lake, target, folder -> !remembered.isLeaf(folder), memory.checkpoints());
    } else {
      scope = Scope.all(lake, target, memory.checkpoints());
    }
    return LakeListing.of(scope, tree, problems, watch);
  }

  /** The first crawl takes all folders, and so does the first one of a changed crawler. */
  private boolean takesNewFoldersOnly() {
    return crawler.recrawl() == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY && !memory.isFresh();
  }

  private void add(S3Target target, Candidate candidate, Sampling sampling) {
    var folder = candidate.folder();
    var location =
        folder.path().isEmpty() ? target.path() : Locations.child(target.path(), folder.path());
    var folders = folders(candidate);
    if (takesNewFoldersOnly()) {
      var unlike = new NewFolders(sampling, problems).unlike(folders.values());
      unlike.forEach(sampling::leaveOut);
      folders.values().removeAll(unlike);
    }
    var samples = samples(candidate, sampling);
    if (samples.isEmpty()) {
      return;
    }
    boolean likeGlue = crawler.configuration().types() == Types.GLUE;
    var forms =
        FolderForms.of(
            candidate,
            read(candidate, folders),
            sampling,
            crawler.configuration().partitions(),
            merged -> likeGlue ? GlueTypes.of(merged) : merged,
            problems);
    folders.values().removeAll(forms.leftOut());
    var schema = forms.schema();
    schema.conflicts().forEach(c -> problems.add(new Problem(location, "has a conflict: " + c)));
    var inferred = layout(candidate, folders, schema);
    var layout = likeGlue ? inferred.withTextKeys() : inferred;
    layout
        .outliers()
        .forEach(
            o ->
                problems.add(
                    new Problem(
                        Locations.child(location, o.firstFile()),
                        o.files() == 1
                            ? "is in no partition: " + o.reason()
                            : "and %d more files are in no partition: %s"
                                .formatted(o.files() - 1, o.reason()))));
    var statistics =
        crawler.configuration().statistics() == Statistics.NONE
            ? Map.<String, FolderStatistics>of()
            : FolderFacts.of(layout, folders, sampling);
    var choices =
        crawler.configuration().conflicts() == Conflicts.CHOICE
            ? Choices.of(forms.fitting())
            : Map.<String, String>of();
    var otherwise = new HashMap<String, MergedSchema>();
    if (layout.isPartitioned()) {
      folders.forEach(
          (path, each) -> {
            var other = forms.otherwise().get(each);
            if (other != null) {
              otherwise.put(path, other);
            }
          });
    }
    tables.add(found(location, candidate, folders, schema, layout, statistics, choices, otherwise));
  }

  private static List<SampledFile> samples(Candidate candidate, Sampling sampling) {
    if (candidate.partitions().isEmpty()) {
      return sampling.below(candidate.folder());
    }
    var samples = new ArrayList<SampledFile>();
    candidate.partitions().forEach(p -> samples.addAll(sampling.below(p)));
    return samples;
  }

  /** Folders whose files are those of the table. */
  private static Collection<Folder> read(Candidate candidate, Map<String, Folder> folders) {
    var read = new ArrayList<Folder>();
    if (candidate.partitions().isEmpty()) {
      candidate.folder().walk(read::add);
    } else {
      folders.values().stream().filter(each -> each != candidate.folder()).forEach(read::add);
    }
    return read;
  }

  /** The table's own folder and those below its partitions, by their path relative to the table. */
  private static Map<String, Folder> folders(Candidate candidate) {
    var folders = new HashMap<String, Folder>();
    folders.put("", candidate.folder());
    for (var partition : candidate.partitions()) {
      partition.walk(f -> folders.put(Grouping.relative(candidate.folder(), f), f));
    }
    return folders;
  }

  private static PartitionLayout layout(
      Candidate candidate, Map<String, Folder> folders, MergedSchema schema) {
    Set<String> columns = new HashSet<>();
    schema.columns().forEach(c -> columns.add(c.name().toLowerCase(Locale.ROOT)));
    var inference =
        candidate.keys() == null
            ? new LayoutInference(columns)
            : LayoutInference.withKeys(columns, candidate.keys());
    folders.forEach(
        (path, folder) -> {
          if (folder.files() > 0) {
            inference.add(path, folder.firstFile(), folder.files());
          }
        });
    return inference.infer();
  }

  private static List<String> columns(MergedSchema schema) {
    return schema.columns().stream()
        .filter(c -> schema.columnReasons().containsKey(c.name().toLowerCase(Locale.ROOT)))
        .limit(MOST_REASONS)
        .map(
            c ->
                "column %s: %s, %s"
                    .formatted(
                        c.name(),
                        shortened(c.type().hive()),
                        schema.columnReasons().get(c.name().toLowerCase(Locale.ROOT))))
        .toList();
  }

  private static String shortened(String type) {
    return type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE) + "…";
  }

  private static FoundTable found(
      String location,
      Candidate candidate,
      Map<String, Folder> folders,
      MergedSchema schema,
      PartitionLayout layout,
      Map<String, FolderStatistics> statistics,
      Map<String, String> choices,
      Map<String, MergedSchema> otherwise) {
    long files = 0;
    long bytes = 0;
    for (var partition : layout.folders()) {
      var folder = folders.get(partition.location());
      if (folder != null) {
        files += folder.files();
        bytes += folder.bytes();
      }
    }
    var reasons = new ArrayList<String>();
    reasons.add("table: " + candidate.reason());
    reasons.addAll(schema.reasons());
    // The types of keys are told with the keys.
    layout.decisions().stream()
        .filter(d -> layout.keys().stream().noneMatch(k -> k.reason().equals(d.reason())))
        .forEach(d -> reasons.add(d.subject() + ": " + d.choice() + ", " + d.reason()));
    layout.keys().forEach(k -> reasons.add("key " + k.name() + ": " + k.reason()));
    reasons.addAll(columns(schema));
    return new FoundTable(
        location, schema, layout, files, bytes, statistics, choices, otherwise, reasons);
  }
}
