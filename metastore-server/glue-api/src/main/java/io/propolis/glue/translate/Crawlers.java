package io.propolis.glue.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.glue.operations.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;

/** Crawlers: what was defined, with what runs and ran last. */
public final class Crawlers {
  /** The member that is kept apart: the catalog starts crawls by it. */
  public static final String SCHEDULE = "Schedule";

  /** Where clients find what crawls say. */
  public static final String LOG_GROUP = "/aws-glue/crawlers";

  private static final int LONGEST_TEXT = 2048;

  /** A running crawl and the one before. */
  private static final int LATEST = 2;

  private Crawlers() {}

  /** As clients read them, in the same order. */
  public static List<Crawler> replies(Call call, List<Resource> stored) {
    var names = stored.stream().map(Resource::name).toList();
    var runs =
        call.session().runs().newest(Run.Kind.CRAWL, names, LATEST).stream()
            .collect(Collectors.groupingBy(Run::subject));
    Map<String, RunSchedule> schedules =
        call.session().crawlers(call.crawlerRules()).schedules(names).stream()
            .collect(Collectors.toMap(RunSchedule::subject, each -> each));
    return stored.stream()
        .map(
            each ->
                reply(
                    call,
                    each,
                    runs.getOrDefault(each.name(), List.of()),
                    schedules.get(each.name())))
        .toList();
  }

  private static Crawler reply(
      Call call, Resource stored, List<Run> newestFirst, @Nullable RunSchedule schedule) {
    var reply = SdkDocuments.parse(stored.document());
    addDefaults(reply);
    var running = newestFirst.stream().filter(run -> !run.state().isFinal()).findFirst();
    reply.put("State", running.map(Crawlers::state).orElse("READY"));
    reply.put(
        "CrawlElapsedTime",
        running.map(run -> Math.max(0, call.clock().millis() - run.startedAt())).orElse(0L));
    SdkDocuments.time(reply, "CreationTime", stored.created());
    SdkDocuments.time(reply, "LastUpdated", stored.updated());
    reply.put("Version", stored.version());
    newestFirst.stream()
        .filter(run -> run.state().isFinal())
        .findFirst()
        .ifPresent(run -> reply.set("LastCrawl", lastCrawl(reply, run)));
    if (schedule != null) {
      reply
          .putObject(SCHEDULE)
          .put("ScheduleExpression", schedule.expression())
          .put("State", ScheduleReply.state(schedule.state()).toString());
    }
    return SdkDocuments.read(reply, Crawler.builder(), Crawler.class, call.unknown());
  }

  private static String state(Run run) {
    return run.state() == State.STOPPING ? "STOPPING" : "RUNNING";
  }

  /** What is in force when nothing was said. */
  private static void addDefaults(ObjectNode reply) {
    var changes = reply.withObjectProperty("SchemaChangePolicy");
    putIfAbsent(changes, "UpdateBehavior", "UPDATE_IN_DATABASE");
    putIfAbsent(changes, "DeleteBehavior", "DEPRECATE_IN_DATABASE");
    putIfAbsent(reply.withObjectProperty("RecrawlPolicy"), "RecrawlBehavior", "CRAWL_EVERYTHING");
    putIfAbsent(
        reply.withObjectProperty("LineageConfiguration"), "CrawlerLineageSettings", "DISABLE");
    if (!reply.has("Classifiers")) {
      reply.putArray("Classifiers");
    }
    if (!reply.has("LakeFormationConfiguration")) {
      reply
          .putObject("LakeFormationConfiguration")
          .put("UseLakeFormationCredentials", false)
          .put("AccountId", "");
    }
  }

  private static void putIfAbsent(ObjectNode object, String member, String value) {
    if (!object.has(member)) {
      object.put(member, value);
    }
  }

  private static ObjectNode lastCrawl(ObjectNode factory, Run run) {
    var crawl = factory.objectNode();
    crawl.put(
        "Status",
        switch (run.state()) {
          case SUCCEEDED -> "SUCCEEDED";
          case STOPPED -> "CANCELLED";
          case WAITING, STARTING, RUNNING, STOPPING, FAILED, TIMEOUT, ERROR -> "FAILED";
        });
    error(run).ifPresent(text -> crawl.put("ErrorMessage", text));
    crawl.put("LogGroup", LOG_GROUP);
    crawl.put("LogStream", run.subject());
    crawl.put("MessagePrefix", run.id());
    SdkDocuments.time(crawl, "StartTime", Instant.ofEpochMilli(run.startedAt()));
    return crawl;
  }

  /** Why the run failed, in the length that the API has room for. */
  public static Optional<String> error(Run run) {
    return Optional.ofNullable(run.error())
        .map(text -> text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", " "))
        .map(text -> text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
  }

  /** How long the run took or has taken, in seconds. */
  public static double seconds(Run run, long now) {
    long end = Objects.requireNonNullElse(run.endedAt(), now);
    return Math.max(0, end - run.startedAt()) / 1000.0;
  }
}
