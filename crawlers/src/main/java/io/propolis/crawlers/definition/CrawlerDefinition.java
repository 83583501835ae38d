package io.propolis.crawlers.definition;

import io.propolis.crawlers.discovery.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A crawler in the terms of Glue's CreateCrawler.
 *
 * @param database folded name
 * @param schedule Glue cron expression in UTC, absent for crawlers that start on demand
 * @param classifiers names of those that are asked before the built-in ones, in this order
 * @param sources what is crawled beside the folders of {@code targets}
 * @param connections names of the stored connections that any target names
 * @param notices members that are accepted and change nothing in a crawl, for those who read it
 */
public record CrawlerDefinition(
    String name,
    String database,
    @Nullable String description,
    List<S3Target> targets,
    String tablePrefix,
    SchemaChangePolicy changes,
    RecrawlBehavior recrawl,
    @Nullable String schedule,
    Configuration configuration,
    List<String> classifiers,
    List<SourceTarget> sources,
    Set<String> connections,
    List<Problem> notices) {
  public CrawlerDefinition {
    targets = List.copyOf(targets);
    classifiers = List.copyOf(classifiers);
    sources = List.copyOf(sources);
    connections = Set.copyOf(connections);
    notices = List.copyOf(notices);
  }

  /** A crawler of folders of files alone. */
  public CrawlerDefinition(
      String name,
      String database,
      @Nullable String description,
      List<S3Target> targets,
      String tablePrefix,
      SchemaChangePolicy changes,
      RecrawlBehavior recrawl,
      @Nullable String schedule,
      Configuration configuration,
      List<String> classifiers) {
    this(
        name,
        database,
        description,
        targets,
        tablePrefix,
        changes,
        recrawl,
        schedule,
        configuration,
        classifiers,
        List.of(),
        Set.of(),
        List.of());
  }

  /** The same for tables that stand in a database, at the paths of targets. */
  public CrawlerDefinition ofStanding(String standingIn, List<S3Target> at) {
    return with(standingIn, at, changes, configuration);
  }

  /** The same, configured otherwise. */
  public CrawlerDefinition withConfiguration(Configuration other) {
    return with(database, targets, changes, other);
  }

  /** The same, leaving in the catalog what is gone from the lake. */
  public CrawlerDefinition leavingWhatIsGone() {
    return with(
        database,
        targets,
        new SchemaChangePolicy(changes.update(), DeleteBehavior.LOG),
        configuration);
  }

  private CrawlerDefinition with(
      String otherDatabase,
      List<S3Target> otherTargets,
      SchemaChangePolicy otherChanges,
      Configuration otherConfiguration) {
    return new CrawlerDefinition(
        name,
        otherDatabase,
        description,
        otherTargets,
        tablePrefix,
        otherChanges,
        recrawl,
        schedule,
        otherConfiguration,
        classifiers,
        sources,
        connections,
        notices);
  }

  /** Whether files are among what it crawls. */
  public boolean isOfFiles() {
    return !targets.isEmpty() || sources.stream().anyMatch(SourceTarget.InLake.class::isInstance);
  }

  /** Whether it crawls tables that the catalog has; it crawls nothing else then. */
  public boolean isOfCatalog() {
    return sources.stream().anyMatch(SourceTarget.CatalogTables.class::isInstance);
  }

  /** How many things it names that are crawled each by itself: folders, databases, tables. */
  public int targetCount() {
    return targets.size() + sources.stream().mapToInt(SourceTarget::count).sum();
  }

  /**
   * A folder to crawl.
   *
   * @param path location without a slash at its end
   * @param exclusions Glue's glob patterns, relative to the path
   * @param sampleSize files to read per folder, absent for the crawler's own choice
   * @param events what tells of changes in event mode
   * @param template where the tables lie below the path, absent to find them
   */
  public record S3Target(
      String path,
      List<String> exclusions,
      @Nullable Integer sampleSize,
      @Nullable EventQueue events,
      @Nullable TableTemplate template) {
    public S3Target {
      exclusions = List.copyOf(exclusions);
    }

    public S3Target(String path, List<String> exclusions, @Nullable Integer sampleSize) {
      this(path, exclusions, sampleSize, null, null);
    }
  }

  /**
   * A queue of events about objects.
   *
   * @param arn of an SQS queue
   * @param deadLetters ARN of the queue for messages that tell of no object, absent to drop them
   */
  public record EventQueue(String arn, @Nullable String deadLetters) {}

  /** What happens to tables that changed, and to those whose data is gone. */
  public record SchemaChangePolicy(UpdateBehavior update, DeleteBehavior delete) {
    public static final SchemaChangePolicy DEFAULT =
        new SchemaChangePolicy(
            UpdateBehavior.UPDATE_IN_DATABASE, DeleteBehavior.DEPRECATE_IN_DATABASE);

    /** Changes nothing that stands. */
    public static final SchemaChangePolicy LOG_ONLY =
        new SchemaChangePolicy(UpdateBehavior.LOG, DeleteBehavior.LOG);
  }

  /** Glue's UpdateBehavior. */
  public enum UpdateBehavior {
    LOG,
    UPDATE_IN_DATABASE
  }

  /** Glue's DeleteBehavior. */
  public enum DeleteBehavior {
    LOG,
    DELETE_FROM_DATABASE,
    DEPRECATE_IN_DATABASE
  }

  /** Glue's RecrawlBehavior. */
  public enum RecrawlBehavior {
    CRAWL_EVERYTHING,
    CRAWL_NEW_FOLDERS_ONLY,
    CRAWL_EVENT_MODE
  }

  /**
   * Glue's Configuration JSON.
   *
   * @param tableLevel level of the table folders, the bucket being 1; absent to find them
   * @param grouping how unlike folders are kept apart
   * @param columns what an update does to columns
   * @param tableThreshold most tables a crawl may find before it fails
   * @param types which types columns and keys get
   * @param conflicts what becomes of values of several kinds
   * @param statistics what is kept of what footers say
   * @param indexes which partition indexes are made
   * @param partitions which SerDe partitions get
   */
  public record Configuration(
      @Nullable Integer tableLevel,
      Grouping grouping,
      Columns columns,
      int tableThreshold,
      Types types,
      Conflicts conflicts,
      Statistics statistics,
      PartitionIndexes indexes,
      Partitions partitions) {
    /** Glue has none by default, and its users get thousands of tables by mistake. */
    public static final int DEFAULT_TABLE_THRESHOLD = 1000;

    public static final Configuration DEFAULT =
        new Configuration(
            null,
            Grouping.BY_SIMILARITY,
            Columns.REPLACE,
            DEFAULT_TABLE_THRESHOLD,
            Types.BEST,
            Conflicts.STRING,
            Statistics.FOOTERS,
            PartitionIndexes.NONE,
            Partitions.AS_FILES);

    /** The same with {@code CombineCompatibleSchemas}. */
    public Configuration combining() {
      return new Configuration(
          tableLevel,
          Grouping.COMBINE_COMPATIBLE,
          columns,
          tableThreshold,
          types,
          conflicts,
          statistics,
          indexes,
          partitions);
    }

    /** The same with tables on a level. */
    public Configuration withTableLevel(int level) {
      return new Configuration(
          level,
          grouping,
          columns,
          tableThreshold,
          types,
          conflicts,
          statistics,
          indexes,
          partitions);
    }
  }

  /** How folders without evidence in their names become tables. */
  public enum Grouping {
    BY_SIMILARITY,
    /** {@code CombineCompatibleSchemas}. */
    COMBINE_COMPATIBLE
  }

  /** Which types are chosen for what has none declared. */
  public enum Types {
    /** The narrowest that hold the values. */
    BEST,
    /** Those that Glue's crawlers give: no dates, no int in delimited text, keys are text. */
    GLUE
  }

  /** What becomes of a column with values of several kinds. */
  public enum Conflicts {
    /** It is text, which holds them all. */
    STRING,
    /**
     * It is text for engines, which know no choice, and a parameter of the table tells the kinds to
     * who resolves them, as Glue's jobs do.
     */
    CHOICE
  }

  /** What is kept of what footers say about rows and values. */
  public enum Statistics {
    /** Numbers of rows, bounds and nulls, for planners. */
    FOOTERS,
    NONE
  }

  /** Glue's CreatePartitionIndex. */
  public enum PartitionIndexes {
    NONE,
    /** One of all keys for every partitioned table that is made. */
    OF_NEW_TABLES
  }

  /** Which SerDe partitions get whose files are of another form than the table's. */
  public enum Partitions {
    /** The one that reads their files. */
    AS_FILES,
    /** That of their table, whatever their files are. */
    INHERIT_FROM_TABLE
  }

  /** What an update does to columns. */
  public enum Columns {
    REPLACE,
    /** {@code MergeNewColumns}: columns are added, never dropped or retyped. */
    MERGE_NEW
  }
}
