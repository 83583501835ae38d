package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.jdbc.CommitProxy.Fate;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Lock.State;
import io.propolis.catalog.model.TableName;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that breaks while it commits: what was written is written once, and told so. */
abstract class LostCommitContract {
  private CommitProxy proxy;
  private JdbcCatalogStore store;
  private StoreSettings direct;

  /** Settings of a new database whose statements go over the wire as text. */
  abstract StoreSettings newDatabase();

  @BeforeEach
  void open() {
    direct = newDatabase();
    var port = URI.create(direct.url().substring("jdbc:".length())).getPort();
    proxy = new CommitProxy(port);
    var through = direct.url().replace(":" + port + "/", ":" + proxy.port() + "/");
    store = JdbcCatalogStore.open(StoreSettings.of(through, direct.user(), direct.password()));
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ANSWER_LOST"})
  void aChangeIsMadeOnce(Fate fate) {
    var table = new Given(store).table(new Given(store).database(), "counted").name();
    count(table);
    long before = store.position();

    proxy.next(fate);
    count(table);

    assertThat(proxy.hasStruck()).isTrue();
    assertThat(counted(table)).isEqualTo("2");
    assertThat(store.position()).isEqualTo(before + 1);
    count(table);
    assertThat(counted(table)).isEqualTo("3");
  }

  /** Nobody is told from memory what was before a commit that nobody was told of. */
  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ANSWER_LOST"})
  void aServerThatIsAloneKnowsHowItsCommitEnded(Fate fate) {
    long before = store.position();
    store.soleRight().orElseThrow().take("alone");
    assertThat(store.position()).isEqualTo(before);
    proxy.next(fate);
    write(store, tx -> tx.changes().append(Given.change("ada")));
    assertThat(proxy.hasStruck()).isTrue();
    assertThat(store.position()).isEqualTo(before + 1);
    assertThat(store.soleRight().orElseThrow().isHeld()).isTrue();
    assertThat(new Given(store).list(tx -> tx.changes().after(before, 9))).hasSize(1);
  }

  /** Others may have read what the database has committed already. */
  @Test
  void whileACommitIsUnderWayAServerThatIsAloneAsks() throws Exception {
    long before = store.position();
    store.soleRight().orElseThrow().take("alone");
    assertThat(store.position()).isEqualTo(before);
    proxy.next(Fate.ANSWER_LATE);
    var written =
        CompletableFuture.supplyAsync(
            () -> store.write(tx -> tx.changes().append(Given.change("ada"))));
    try (var other = JdbcCatalogStore.open(direct)) {
      Awaitility.await().until(() -> other.position() == before + 1);
      assertThat(store.position()).isEqualTo(before + 1);
      assertThat(written).isNotDone();
    } finally {
      proxy.deliver();
    }
    assertThat(written.get(30, TimeUnit.SECONDS).getAsLong()).isEqualTo(before + 1);
    assertThat(store.position()).isEqualTo(before + 1);
  }

  private void count(TableName name) {
    write(
        store,
        tx -> {
          var current = tx.tables().lock(name).orElseThrow();
          int count = Integer.parseInt(current.parameter("count").orElse("0"));
          tx.tables()
              .update(
                  current,
                  current.withParameter("count", "" + (count + 1)),
                  ChangeKind.ALTER_TABLE,
                  Given.AUTHOR);
          tx.changes().append(Given.change("ada"));
        });
  }

  private String counted(TableName name) {
    return new Given(store)
        .find(tx -> tx.tables().find(name))
        .orElseThrow()
        .parameter("count")
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ANSWER_LOST"})
  void aWriteThatLogsNoChangeIsMadeOnce(Fate fate) {
    long before = keys();
    proxy.next(fate);
    write(store, tx -> tx.keptTokens().insertKey("key"));
    assertThat(proxy.hasStruck()).isTrue();
    assertThat(keys()).isEqualTo(before + 1);
  }

  private long keys() {
    return new Given(store).number(tx -> (long) tx.keptTokens().keys().size());
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST_LOST", "ANSWER_LOST"})
  void aLockIsReleasedOnce(Fate fate) {
    var component = new Lock.Component(1, Lock.Mode.EXCLUSIVE, "sales", "orders", null, null);
    var asked =
        new Lock(0, 0, State.ACQUIRED, List.of(component), "ada", "host", "test", 1L, 1, null);
    long lock = store.write(tx -> tx.locks().insert(asked)).id();

    proxy.next(fate);
    var released = store.write(tx -> tx.locks().deleteUnlessOfTransaction(lock));

    assertThat(proxy.hasStruck()).isTrue();
    // Nobody can know more when the answer was lost.
    assertThat(released.getAsBoolean()).isEqualTo(fate == Fate.REQUEST_LOST);
    assertThat(new Given(store).find(tx -> tx.locks().find(lock))).isEmpty();
  }

  @Test
  void aCommitThatComesTooLateIsRefused() {
    long before = store.position();
    proxy.next(Fate.REQUEST_LATE);
    write(store, tx -> tx.changes().append(Given.change("ada")));
    assertThat(store.position()).isEqualTo(before + 1);

    proxy.deliver();

    assertThat(store.position()).isEqualTo(before + 1);
    assertThat(new Given(store).list(tx -> tx.changes().after(before, 9))).hasSize(1);
  }

  @Test
  void positionsGivenToTheWriterAreRight() {
    write(store, tx -> tx.changes().append(Given.change("ada")));
    long before = store.position();
    proxy.next(Fate.ANSWER_LOST);
    var position = store.write(tx -> tx.changes().append(Given.change("ada")));
    assertThat(proxy.hasStruck()).isTrue();
    assertThat(position.getAsLong()).isEqualTo(before + 1);
  }
}
