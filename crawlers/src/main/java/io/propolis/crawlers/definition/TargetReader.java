package io.propolis.crawlers.definition;

import io.propolis.crawlers.definition.CrawlerDefinition.DeleteBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is to be crawled. */
final class TargetReader {
  private static final Pattern QUEUE =
      Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]*:[A-Za-z0-9_.-]{1,80}");
  private static final String S3 = "S3Targets";
  private static final String CONNECTION = "ConnectionName";

  private TargetReader() {}

  /**
   * All targets of a crawler.
   *
   * @param connections names of those that any target needs
   */
  record Targets(List<S3Target> ofS3, List<SourceTarget> sources, Set<String> connections) {
    boolean areOfCatalog() {
      return sources.stream().anyMatch(SourceTarget.CatalogTables.class::isInstance);
    }

    /** Tables of the catalog are never dropped because their data is gone. */
    void checkPolicy(DeleteBehavior delete) {
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
                Stream.concat(Stream.of(S3), SourceTargetReader.KINDS.stream())
                    .toArray(String[]::new));
    var connections = new LinkedHashSet<String>();
    var reader = new SourceTargetReader(locations);
    var sources = new ArrayList<SourceTarget>();
    for (var kind : SourceTargetReader.KINDS) {
      for (var target : targets.sections(kind)) {
        sources.add(reader.read(kind, target));
        target.text(CONNECTION).ifPresent(connections::add);
      }
    }
    var s3 = new ArrayList<S3Target>();
    for (var target : targets.sections(S3)) {
      s3.add(s3(target, locations));
      target.text(CONNECTION).ifPresent(connections::add);
    }
    if (s3.isEmpty() && sources.isEmpty()) {
      throw new InvalidDefinitionException("Targets.S3Targets names no path to crawl");
    }
    var read = new Targets(s3, sources, connections);
    boolean isMixed =
        !s3.isEmpty() || sources.stream().anyMatch(s -> !(s instanceof SourceTarget.CatalogTables));
    if (read.areOfCatalog() && isMixed) {
      throw new InvalidDefinitionException(
          "Targets.CatalogTargets cannot be crawled together with other targets");
    }
    return read;
  }

  private static S3Target s3(Section target, Function<String, Optional<String>> locations) {
    target.allowing(
        "Path", "Exclusions", "SampleSize", CONNECTION, "EventQueueArn", "DlqEventQueueArn");
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

  static CrawlerDefinition.@Nullable EventQueue events(Section target) {
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

  static List<String> exclusions(Section target) {
    var exclusions = target.texts("Exclusions");
    exclusions.forEach(Glob::of);
    return exclusions;
  }
}
