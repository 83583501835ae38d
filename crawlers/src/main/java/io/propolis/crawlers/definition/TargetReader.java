package io.propolis.crawlers.definition;

import io.propolis.crawlers.definition.CrawlerDefinition.DeleteBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is to be crawled. */
final class TargetReader {
  private static final String LATER = "this version crawls S3Targets only";
  private static final Pattern QUEUE =
      Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]*:[A-Za-z0-9_.-]{1,80}");
  private static final String CATALOG = "CatalogTargets";

  /** How targets that crawls cannot follow yet are checked. */
  private static final Map<String, Consumer<Section>> OTHERS =
      new TreeMap<>(
          Map.of(
              "JdbcTargets",
              TargetReader::checkJdbc,
              "MongoDBTargets",
              TargetReader::checkMongo,
              "DynamoDBTargets",
              TargetReader::checkDynamo,
              CATALOG,
              TargetReader::checkCatalog,
              "DeltaTargets",
              TargetReader::checkDelta,
              "IcebergTargets",
              TargetReader::checkTableFormat,
              "HudiTargets",
              TargetReader::checkTableFormat));

  private TargetReader() {}

  /** All targets of a crawler. */
  record Targets(Section section, List<S3Target> ofS3) {
    boolean areOfCatalog() {
      return section.has(CATALOG);
    }

    /** Tables of the catalog are never dropped because their data is gone. */
    void checkPolicy(Section crawler, DeleteBehavior delete) {
      if (areOfCatalog() && delete != DeleteBehavior.LOG) {
        throw new InvalidDefinitionException(
            "SchemaChangePolicy.DeleteBehavior must be LOG for CatalogTargets, not: " + delete);
      }
    }
  }

  static Targets read(Section crawler, Function<String, Optional<String>> locations) {
    var targets =
        crawler
            .section("Targets")
            .orElseThrow(() -> new InvalidDefinitionException("Key Targets is missing"))
            .allowing(
                "S3Targets",
                "JdbcTargets",
                "MongoDBTargets",
                "DynamoDBTargets",
                CATALOG,
                "DeltaTargets",
                "IcebergTargets",
                "HudiTargets");
    boolean any = false;
    for (var other : OTHERS.entrySet()) {
      targets.sections(other.getKey()).forEach(other.getValue());
      targets.postponing(other.getKey(), LATER);
      any |= targets.has(other.getKey());
    }
    var s3 = targets.sections("S3Targets").stream().map(t -> s3(t, locations)).toList();
    if (s3.isEmpty() && !any) {
      throw new InvalidDefinitionException("Targets.S3Targets names no path to crawl");
    }
    if (targets.has(CATALOG)
        && (!s3.isEmpty()
            || OTHERS.keySet().stream().anyMatch(k -> !k.equals(CATALOG) && targets.has(k)))) {
      throw new InvalidDefinitionException(
          "Targets.CatalogTargets cannot be crawled together with other targets");
    }
    return new Targets(targets, s3);
  }

  private static S3Target s3(Section target, Function<String, Optional<String>> locations) {
    target
        .allowing(
            "Path",
            "Exclusions",
            "SampleSize",
            "ConnectionName",
            "EventQueueArn",
            "DlqEventQueueArn")
        .postponing("ConnectionName", "storage is reached by the server's own settings");
    var path = TableTemplate.split(target.requiredText("Path"));
    return new S3Target(
        locations
            .apply(path.location())
            .orElseThrow(() -> target.wrong("Path", "a location such as s3://bucket/folder")),
        exclusions(target),
        target.number("SampleSize", 1, 249).orElse(null),
        events(target),
        path.template().orElse(null));
  }

  private static CrawlerDefinition.@Nullable EventQueue events(Section target) {
    var queue = queue(target, "EventQueueArn");
    var deadLetters = queue(target, "DlqEventQueueArn");
    return queue == null ? null : new CrawlerDefinition.EventQueue(queue, deadLetters);
  }

  private static @Nullable String queue(Section target, String key) {
    var arn = target.text(key).orElse(null);
    if (arn != null && !QUEUE.matcher(arn).matches()) {
      throw target.wrong(key, "an ARN such as arn:aws:sqs:eu-central-1:123456789012:name");
    }
    return arn;
  }

  private static List<String> exclusions(Section target) {
    var exclusions = target.texts("Exclusions");
    exclusions.forEach(Glob::of);
    return exclusions;
  }

  private static void checkJdbc(Section target) {
    target.allowing("ConnectionName", "Path", "Exclusions", "EnableAdditionalMetadata");
    target.requiredText("ConnectionName");
    target.requiredText("Path");
    exclusions(target);
    for (var metadata : target.texts("EnableAdditionalMetadata")) {
      if (!List.of("COMMENTS", "RAWTYPES").contains(metadata)) {
        throw target.wrong("EnableAdditionalMetadata", "of COMMENTS and RAWTYPES");
      }
    }
  }

  private static void checkMongo(Section target) {
    target.allowing("ConnectionName", "Path", "ScanAll");
    target.requiredText("ConnectionName");
    target.flag("ScanAll");
  }

  private static void checkDynamo(Section target) {
    target.allowing("Path", "scanAll", "scanRate");
    target.requiredText("Path");
    target.flag("scanAll");
    target.decimal("scanRate", 0.1, 1.5);
  }

  private static void checkCatalog(Section target) {
    target.allowing(
        "DatabaseName", "Tables", "ConnectionName", "EventQueueArn", "DlqEventQueueArn");
    target.requiredText("DatabaseName");
    if (target.texts("Tables").isEmpty()) {
      throw target.wrong("Tables", "a list of one table at least");
    }
  }

  private static void checkDelta(Section target) {
    target.allowing("DeltaTables", "ConnectionName", "WriteManifest", "CreateNativeDeltaTable");
    if (target.texts("DeltaTables").isEmpty()) {
      throw target.wrong("DeltaTables", "a list of one location at least");
    }
    target.flag("WriteManifest");
    target.flag("CreateNativeDeltaTable");
  }

  private static void checkTableFormat(Section target) {
    target.allowing("Paths", "ConnectionName", "Exclusions", "MaximumTraversalDepth");
    if (target.texts("Paths").isEmpty()) {
      throw target.wrong("Paths", "a list of one location at least");
    }
    exclusions(target);
    target.number("MaximumTraversalDepth", 1, 20);
  }
}
