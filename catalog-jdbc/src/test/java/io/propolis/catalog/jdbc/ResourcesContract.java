package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.CONFLICT;
import static io.propolis.catalog.CatalogException.Kind.INVALID;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.ResourceOperations;
import io.propolis.catalog.ResourceOperations.Answered;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.files.NoFiles;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.model.resource.Taggable;
import io.propolis.catalog.store.Resources;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Objects of the control plane and tags, in the store and by the catalog's rules. */
abstract class ResourcesContract {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);

  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private Session session() {
    return sessionOf("ada");
  }

  private Session sessionOf(String user) {
    return session(user, Clock.systemUTC());
  }

  /** As of a time after now. */
  private Session sessionAt(Duration later) {
    return session("ada", Clock.offset(Clock.systemUTC(), later));
  }

  private Session session(String user, Clock clock) {
    return Catalog.open(
            store(), new NoFiles(), clock, CatalogSettings.withWarehouse("file:/nowhere"))
        .as(new Caller(user, "test"));
  }

  private static String name() {
    return "n" + NAMES.incrementAndGet();
  }

  private static ResourceKey crawler(String name) {
    return ResourceKey.of(ResourceKind.CRAWLER, name);
  }

  private static Resource resource(ResourceKey key) {
    return Resource.of(key, "{\"" + AWKWARD + "\":1}", AWKWARD, THEN);
  }

  private static void assertRefused(CatalogException.Kind kind, String message, Runnable call) {
    var refusal = catchThrowableOfType(CatalogException.class, call::run);
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  @Test
  void aResourceComesBackAsItWasStoredAndChanged() {
    var first = resource(crawler(name() + AWKWARD));
    write(store(), tx -> tx.resources().insert(first));
    assertThat(given().find(tx -> tx.resources().find(first.key()))).contains(first);
    Refusals.assertRefused(store(), ALREADY_EXISTS, "Crawler", tx -> tx.resources().insert(first));

    var second = first.changedTo("{}", "bob", THEN.plusMillis(1));
    assertThat(second.version()).isEqualTo(2);
    write(store(), tx -> tx.resources().update(second, 1));
    assertThat(given().find(tx -> tx.resources().find(first.key()))).contains(second);
    Refusals.assertRefused(store(), CONFLICT, "version 2", tx -> tx.resources().update(second, 1));
    var absent = resource(crawler(name()));
    Refusals.assertRefused(
        store(), NOT_FOUND, absent.name(), tx -> tx.resources().update(absent, 1));

    assertThat(store().<Boolean>write(tx -> tx.resources().delete(first.key()))).isTrue();
    assertThat(store().<Boolean>write(tx -> tx.resources().delete(first.key()))).isFalse();
  }

  @Test
  void namesKeepTheirCaseAndOtherKindsHaveTheirOwn() {
    var name = name();
    var lower = resource(crawler(name));
    var upper = resource(crawler(name.toUpperCase(java.util.Locale.ROOT)));
    var other = resource(ResourceKey.of(ResourceKind.CONNECTION, name));
    for (var each : List.of(lower, upper, other)) {
      write(store(), tx -> tx.resources().insert(each));
    }
    assertThat(
            given()
                .list(
                    tx ->
                        tx.resources()
                            .findAll(
                                ResourceKind.CRAWLER, List.of(name, upper.name(), name, "absent"))))
        .containsExactly(upper, lower);
  }

  @Test
  void namesOfAnyLengthUpToTheLimitAreStored() {
    var longest = "𝔸".repeat(Resources.LONGEST_NAME - 1) + NAMES.incrementAndGet() % 10;
    var parent = "𝔸".repeat(Resources.LONGEST_PARENT);
    var key = new ResourceKey(ResourceKind.GLOSSARY_TERM, parent, longest);
    write(store(), tx -> tx.resources().insert(resource(key)));
    assertThat(given().find(tx -> tx.resources().find(key))).isPresent();
    var longer = crawler(longest + "x");
    Refusals.assertRefused(
        store(), INVALID, "400 characters", tx -> tx.resources().insert(resource(longer)));
  }

  @Test
  void resourcesOfAParentAreListedPageByPage() {
    var parent = name();
    var names = List.of("B", "a", "b", "é", "\uFF5E", "😀");
    names.stream()
        .map(each -> resource(new ResourceKey(ResourceKind.GLOSSARY_TERM, parent, each)))
        .forEach(term -> write(store(), tx -> tx.resources().insert(term)));
    write(
        store(),
        tx ->
            tx.resources()
                .insert(resource(new ResourceKey(ResourceKind.GLOSSARY_TERM, parent + "x", "a"))));
    assertThat(listed(parent, "", 4)).containsExactly("B", "a", "b", "é");
    assertThat(listed(parent, "é", 4)).containsExactly("\uFF5E", "😀");
    assertThat(listed(parent, "😀", 4)).isEmpty();
  }

  private List<String> listed(String parent, String after, int limit) {
    return given()
        .list(tx -> tx.resources().list(ResourceKind.GLOSSARY_TERM, parent, after, limit))
        .stream()
        .map(Resource::name)
        .toList();
  }

  @Test
  void manyAreFoundInOneStatement() {
    var names = IntStream.range(0, 200).mapToObj(i -> name()).toList();
    write(store(), tx -> names.forEach(each -> tx.resources().insert(resource(crawler(each)))));
    long before = store().statements();
    assertThat(given().list(tx -> tx.resources().findAll(ResourceKind.CRAWLER, names)))
        .hasSize(200);
    assertThat(store().statements() - before).isEqualTo(1);
    before = store().statements();
    given().map(tx -> tx.tags().ofAll(names));
    assertThat(store().statements() - before).isEqualTo(1);
  }

  @Test
  void whoMadeAndChangedAResourceIsKept() {
    var session = session();
    var key = crawler(name());
    var made = session.resources().create(key, "{}");
    assertThat(made.createdBy()).isEqualTo("ada");
    var changed = sessionOf("bob").resources().change(key, current -> current.document() + " ");
    assertThat(session.resources().require(key)).isEqualTo(changed);
    assertThat(changed.createdBy()).isEqualTo("ada");
    assertThat(changed.updatedBy()).isEqualTo("bob");
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.document()).isEqualTo("{} ");
    assertThat(changed.created()).isEqualTo(made.created());
  }

  @Test
  void anExpectedVersionIsHeldAgainstTheOneThatStands() {
    var key = crawler(name());
    session().resources().create(key, "{}");
    session().resources().replace(key, "{1}", 1);
    assertRefused(
        CONFLICT, key.name() + " has version 2", () -> session().resources().replace(key, "{}", 1));
    assertThat(session().resources().require(key).document()).isEqualTo("{1}");
  }

  @Test
  void aRefusedChangeLeavesAllAsItWas() {
    var key = crawler(name());
    session().resources().create(key, "{}", Map.of("team", "a"));
    assertRefused(
        INVALID,
        "running",
        () ->
            session()
                .resources()
                .together(
                    writes ->
                        writes.delete(
                            key,
                            crawler -> {
                              throw CatalogException.invalid(
                                  CatalogException.Entity.RESOURCE, "it is running");
                            })));
    assertThat(session().resources().find(key)).isPresent();
    assertThat(session().tags().of(new Taggable.OfResource(key))).containsEntry("team", "a");
  }

  @Test
  void severalChangesAreMadeTogetherOrNotAtAll() {
    var first = crawler(name());
    var second = crawler(name());
    session().resources().create(second, "{}");
    assertRefused(
        ALREADY_EXISTS,
        second.name(),
        () ->
            session()
                .resources()
                .together(
                    writes -> {
                      writes.create(first, "{}", Map.of());
                      return writes.create(second, "{}", Map.of());
                    }));
    assertThat(session().resources().find(first)).isEmpty();
  }

  @Test
  void concurrentChangesAreAllMade() throws Exception {
    var key = crawler(name());
    session().resources().create(key, "0");
    var workers = Executors.newFixedThreadPool(4);
    try {
      Callable<Resource> increment =
          () ->
              session()
                  .resources()
                  .change(
                      key, current -> Integer.toString(Integer.parseInt(current.document()) + 1));
      for (var done : workers.invokeAll(java.util.Collections.nCopies(20, increment))) {
        done.get();
      }
    } finally {
      workers.shutdown();
    }
    assertThat(session().resources().require(key).document()).isEqualTo("20");
    assertThat(session().resources().require(key).version()).isEqualTo(21);
  }

  @Test
  void workForATokenIsDoneOnceWhoeverComesFirst() throws Exception {
    var token = name();
    var key = crawler(name());
    var workers = Executors.newFixedThreadPool(4);
    try {
      Callable<Answered> work =
          () ->
              session()
                  .resources()
                  .once(
                      token,
                      "asked",
                      writes -> writes.create(key, AWKWARD, Map.of()).document() + "\n" + name());
      var answers = new java.util.HashSet<Answered>();
      for (var done : workers.invokeAll(java.util.Collections.nCopies(12, work))) {
        answers.add(done.get());
      }
      assertThat(answers).hasSize(1);
      assertThat(answers.iterator().next().answer()).startsWith(AWKWARD + "\nn");
    } finally {
      workers.shutdown();
    }
    var other = session().resources().once(token, "other", writes -> "new");
    assertThat(other.request()).isEqualTo("asked");
    assertThat(sessionOf("bob").resources().once(token, "other", writes -> "new").answer())
        .isEqualTo("new");
  }

  @Test
  void workThatFailsLeavesNoToken() {
    var token = name();
    assertRefused(
        NOT_FOUND,
        "Crawler",
        () ->
            session()
                .resources()
                .once(token, "asked", writes -> writes.delete(crawler(token)).document()));

    assertThat(session().resources().once(token, "other", writes -> "done").answer())
        .isEqualTo("done");
  }

  @Test
  void tokensCountForADay() {
    var token = name();
    session().resources().once(token, "first", writes -> "1");
    var later = sessionAt(ResourceOperations.TOKENS.plusSeconds(1)).resources();

    assertThat(later.once(token, "second", writes -> "2").answer()).isEqualTo("2");
    later.forgetTokens();
    assertThat(later.once(token, "third", writes -> "3").answer()).isEqualTo("2");
    sessionAt(ResourceOperations.TOKENS.multipliedBy(3)).resources().forgetTokens();
    assertThat(later.once(token, "third", writes -> "3").answer()).isEqualTo("3");
  }

  /** What is counted before it is added to must not be added to by two at once. */
  @Test
  void thoseWhoHoldATableAddToItInTurn() throws Exception {
    var table = given().partitionedTable(name());
    var workers = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> add =
          () ->
              session()
                  .resources()
                  .together(
                      writes -> {
                        var held = writes.holdTable(table.name());
                        var key = ResourceKey.of(ResourceKind.PARTITION_INDEX, held, name());
                        boolean isRoom = writes.list(key.kind(), key.parent(), 3).size() < 3;
                        if (isRoom) {
                          writes.create(key, "{}", Map.of());
                        }
                        return isRoom;
                      });
      int added = 0;
      for (var done : workers.invokeAll(java.util.Collections.nCopies(12, add))) {
        added += done.get() ? 1 : 0;
      }
      assertThat(added).isEqualTo(3);
    } finally {
      workers.shutdown();
    }
  }

  @Test
  void whatBelongsToAResourceNeedsItAndGoesWithIt() {
    var glossary = ResourceKey.of(ResourceKind.GLOSSARY, name());
    var term = new ResourceKey(ResourceKind.GLOSSARY_TERM, glossary.name(), "t");
    assertRefused(NOT_FOUND, "Glossary not found", () -> session().resources().create(term, "{}"));
    session().resources().create(glossary, "{}");
    session().resources().create(term, "{}");
    session().resources().delete(glossary);
    assertThat(session().resources().find(term)).isEmpty();
    assertRefused(
        NOT_FOUND,
        "Glossary not found: " + glossary.name(),
        () -> session().resources().delete(glossary));
  }

  @Test
  void whatBelongsToATableFollowsItAndGoesWithIt() {
    var table = given().table(given().database(), "orders");
    var key = ResourceKey.of(ResourceKind.TABLE_OPTIMIZER, table, "compaction");
    session().resources().create(key, "{}");
    renamed(table, "renamed");
    assertThat(session().resources().find(key)).isPresent();
    session().tables().drop(table.name().database().table("renamed"), DropData.KEEP_FILES);
    assertThat(session().resources().find(key)).isEmpty();
    assertRefused(NOT_FOUND, "Table", () -> session().resources().create(key, "{}"));
  }

  private void renamed(Table table, String name) {
    session()
        .tables()
        .alter(
            table.name(),
            table.toBuilder().name(table.name().database().table(name)).build(),
            AlterOptions.PLAIN);
  }

  @Test
  void tagsAreAddedReplacedAndRemoved() {
    var key = crawler(name());
    var tagged = new Taggable.OfResource(key);
    assertRefused(NOT_FOUND, "Crawler not found", () -> session().tags().of(tagged));
    assertRefused(
        NOT_FOUND, "Crawler not found", () -> session().tags().add(tagged, Map.of("a", "b")));
    session().resources().create(key, "{}", Map.of("a", "1", "A", AWKWARD, "b", ""));
    session().tags().add(tagged, Map.of("a", "2", "a ", "3"));
    session().tags().remove(tagged, List.of("b", "absent"));
    assertThat(session().tags().of(tagged))
        .containsExactly(Map.entry("A", AWKWARD), Map.entry("a", "2"), Map.entry("a ", "3"));
    assertThat(session().tags().ofAll(ResourceKind.CRAWLER, List.of(key.name(), "absent")))
        .containsOnlyKeys(key.name());

    session().resources().delete(key);
    session().resources().create(key, "{}");
    assertThat(session().tags().of(tagged)).isEmpty();
  }

  @Test
  void moreThanFiftyTagsAreRefused() {
    var key = crawler(name());
    var fifty =
        IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v" + i));
    session().resources().create(key, "{}", fifty);
    var tagged = new Taggable.OfResource(key);
    session().tags().add(tagged, Map.of("k0", "other"));
    assertRefused(INVALID, "50", () -> session().tags().add(tagged, Map.of("one", "more")));
    assertRefused(
        INVALID, "aws:", () -> session().tags().add(tagged, Map.of("AWS:name", "reserved")));
    assertThat(session().tags().of(tagged)).hasSize(50).containsEntry("k0", "other");
  }

  @Test
  void tagsFollowTablesAndDatabasesAndGoWithThem() {
    var name = DatabaseName.of("tagged" + NAMES.incrementAndGet());
    session().databases().create(Database.named(name), Map.of("team", "a"));
    var table = given().table(name, "orders");
    session().tags().add(new Taggable.OfTable(table.name()), Map.of("pii", "yes"));

    renamed(table, "purchases");
    var moved = DatabaseName.of(name.name() + "_moved");
    session().databases().alter(name, session().databases().require(name).withName(moved));

    var renamed = new Taggable.OfTable(moved.table("purchases"));
    assertThat(session().tags().of(renamed)).containsEntry("pii", "yes");
    assertThat(session().tags().of(new Taggable.OfDatabase(moved))).containsEntry("team", "a");
    assertRefused(NOT_FOUND, name.name(), () -> session().tags().of(new Taggable.OfDatabase(name)));

    session().databases().drop(moved, Contents.CASCADE, DropData.KEEP_FILES);
    session().databases().create(Database.named(moved));
    given().table(moved, "purchases");
    assertThat(session().tags().of(new Taggable.OfDatabase(moved))).isEmpty();
    assertThat(session().tags().of(renamed)).isEmpty();
  }
}
