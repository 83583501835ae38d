package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.LockOperations;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Lock.Component;
import io.propolis.catalog.model.Lock.Mode;
import io.propolis.catalog.model.Lock.State;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockOperationsTest {
  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
  }

  @AfterEach
  void close() {
    given.close();
  }

  private LockOperations locks() {
    return given.session().locks();
  }

  private static Lock exclusive(String table) {
    return new Lock(
        0,
        0,
        State.WAITING,
        List.of(new Component(1, Mode.EXCLUSIVE, "sales", table, null, null)),
        "ada",
        "host",
        "agent",
        null,
        0,
        null);
  }

  @Test
  void theSecondWaitsUntilTheFirstReleases() {
    var first = locks().request(exclusive("orders"));
    var second = locks().request(exclusive("orders"));
    assertThat(first.state()).isEqualTo(State.ACQUIRED);
    assertThat(second.state()).isEqualTo(State.WAITING);
    assertThat(locks().check(second.id()).state()).isEqualTo(State.WAITING);
    locks().release(first.id());
    assertThat(locks().check(second.id()).state()).isEqualTo(State.ACQUIRED);
  }

  @Test
  void locksAreGrantedInTheOrderOfRequests() {
    var first = locks().request(exclusive("orders"));
    var second = locks().request(exclusive("orders"));
    var third = locks().request(exclusive("orders"));
    locks().release(first.id());
    assertThat(locks().check(third.id()).state()).isEqualTo(State.WAITING);
    assertThat(locks().check(second.id()).state()).isEqualTo(State.ACQUIRED);
  }

  @Test
  void otherTablesAreFree() {
    locks().request(exclusive("orders"));
    assertThat(locks().request(exclusive("customers")).state()).isEqualTo(State.ACQUIRED);
  }

  @Test
  void aLockWithoutHeartbeatVanishes() {
    var dead = locks().request(exclusive("orders"));
    var waiting = locks().request(exclusive("orders"));
    given.clock.pass(CatalogSettings.DEFAULT_LOCK_TIMEOUT.minusSeconds(1));
    locks().heartbeat(waiting.id());
    given.clock.pass(java.time.Duration.ofSeconds(2));
    assertThat(locks().check(waiting.id()).state()).isEqualTo(State.ACQUIRED);
    assertThatThrownBy(() -> locks().heartbeat(dead.id())).isInstanceOf(CatalogException.class);
    assertThat(locks().all()).extracting(Lock::id).containsExactly(waiting.id());
  }

  @Test
  void releasingALockThatIsGoneIsNoError() {
    var lock = locks().request(exclusive("orders"));
    locks().release(lock.id());
    locks().release(lock.id());
    assertThat(locks().all()).isEmpty();
  }

  @Test
  void anUnknownLockIsNamed() {
    assertThatThrownBy(() -> locks().check(4711))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("4711");
  }
}
