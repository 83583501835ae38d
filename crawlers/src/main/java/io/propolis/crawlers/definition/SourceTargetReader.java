package io.propolis.crawlers.definition;

import static io.propolis.crawlers.definition.TargetReader.exclusions;

import io.propolis.catalog.model.Names;
import io.propolis.crawlers.definition.SourceTarget.AdditionalMetadata;
import io.propolis.crawlers.definition.SourceTarget.Manifest;
import io.propolis.crawlers.definition.SourceTarget.Registration;
import io.propolis.crawlers.definition.SourceTarget.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads targets other than folders of files. */
final class SourceTargetReader {
  static final String CATALOG = "CatalogTargets";

  static final List<String> KINDS =
      List.of(
          "JdbcTargets",
          "MongoDBTargets",
          "DynamoDBTargets",
          CATALOG,
          "DeltaTargets",
          "IcebergTargets",
          "HudiTargets");

  /** What Glue looks through unless told: its limit. */
  private static final int DEEPEST = 20;

  private final Function<String, Optional<String>> locations;

  SourceTargetReader(Function<String, Optional<String>> locations) {
    this.locations = locations;
  }

  SourceTarget read(String kind, Section target) {
    return switch (kind) {
      case "JdbcTargets" -> jdbc(target);
      case "MongoDBTargets" -> mongo(target);
      case "DynamoDBTargets" -> dynamo(target);
      case CATALOG -> catalog(target);
      case "DeltaTargets" -> delta(target);
      case "IcebergTargets" -> {
        var roots = roots(target);
        yield new SourceTarget.Iceberg(roots.paths(), roots.exclusions(), roots.depth());
      }
      case "HudiTargets" -> {
        var roots = roots(target);
        yield new SourceTarget.Hudi(roots.paths(), roots.exclusions(), roots.depth());
      }
      default -> throw new IllegalArgumentException("No kind of target: " + kind);
    };
  }

  private static SourceTarget jdbc(Section target) {
    target.allowing("ConnectionName", "Path", "Exclusions", "EnableAdditionalMetadata");
    var connection = target.requiredText("ConnectionName");
    var metadata = EnumSet.noneOf(AdditionalMetadata.class);
    for (var name : target.texts("EnableAdditionalMetadata")) {
      metadata.add(
          Arrays.stream(AdditionalMetadata.values())
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> target.wrong("EnableAdditionalMetadata", "of COMMENTS and RAWTYPES")));
    }
    var path = target.requiredText("Path");
    var parts = path.split("/", -1);
    if (parts.length > 3 || Arrays.stream(parts).anyMatch(String::isBlank)) {
      throw target.wrong("Path", "database/schema/table or database/table");
    }
    if (parts[0].contains("%")) {
      throw target.wrong("Path", "of one database; % stands for schemas and tables only");
    }
    return new SourceTarget.Jdbc(connection, path, exclusions(target), metadata);
  }

  private static SourceTarget mongo(Section target) {
    target.allowing("ConnectionName", "Path", "ScanAll");
    var connection = target.requiredText("ConnectionName");
    var path = target.text("Path").orElse("%");
    if (path.contains("/") && path.substring(0, path.indexOf('/')).contains("%")) {
      throw target.wrong("Path", "of one database; % stands for collections only");
    }
    return new SourceTarget.MongoDb(connection, path, scan(target, "ScanAll"));
  }

  private static SourceTarget dynamo(Section target) {
    target.allowing("Path", "scanAll", "scanRate");
    return new SourceTarget.DynamoDb(
        target.requiredText("Path"),
        scan(target, "scanAll"),
        target.decimal("scanRate", 0.1, 1.5).orElse(null));
  }

  private static Scan scan(Section target, String key) {
    return target.flag(key).orElse(true) ? Scan.ALL : Scan.SAMPLED;
  }

  private static SourceTarget catalog(Section target) {
    target.allowing(
        "DatabaseName", "Tables", "ConnectionName", "EventQueueArn", "DlqEventQueueArn");
    var database = Names.fold(target.requiredText("DatabaseName"));
    var tables = target.texts("Tables");
    if (tables.isEmpty()) {
      throw target.wrong("Tables", "a list of one table at least");
    }
    return new SourceTarget.CatalogTables(
        database, tables.stream().map(Names::fold).toList(), TargetReader.events(target));
  }

  private SourceTarget delta(Section target) {
    target.allowing("DeltaTables", "ConnectionName", "WriteManifest", "CreateNativeDeltaTable");
    return new SourceTarget.Delta(
        locations(target, "DeltaTables"),
        target.flag("WriteManifest").orElse(false) ? Manifest.WRITTEN : Manifest.LEFT,
        target.flag("CreateNativeDeltaTable").orElse(false)
            ? Registration.NATIVE
            : Registration.BY_MANIFEST);
  }

  private record Roots(List<String> paths, List<String> exclusions, int depth) {}

  private Roots roots(Section target) {
    target.allowing("Paths", "ConnectionName", "Exclusions", "MaximumTraversalDepth");
    return new Roots(
        locations(target, "Paths"),
        exclusions(target),
        target.number("MaximumTraversalDepth", 1, DEEPEST).orElse(DEEPEST));
  }

  private List<String> locations(Section target, String key) {
    var found = new ArrayList<String>();
    for (var path : target.texts(key)) {
      found.add(
          locations
              .apply(path)
              .orElseThrow(() -> target.wrong(key, "of locations such as s3://bucket/folder")));
    }
    if (found.isEmpty()) {
      throw target.wrong(key, "a list of one location at least");
    }
    return found;
  }
}
