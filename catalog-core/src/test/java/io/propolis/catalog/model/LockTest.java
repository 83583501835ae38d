package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Lock.Component;
import io.propolis.catalog.model.Lock.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockTest {
  @ParameterizedTest
  @CsvSource({
    "SHARED_READ,  SHARED_READ,  false",
    "SHARED_READ,  SHARED_WRITE, false",
    "SHARED_READ,  EXCL_WRITE,   false",
    "SHARED_READ,  EXCLUSIVE,    true",
    "SHARED_WRITE, SHARED_WRITE, false",
    "SHARED_WRITE, EXCL_WRITE,   true",
    "SHARED_WRITE, EXCLUSIVE,    true",
    "EXCL_WRITE,   EXCL_WRITE,   true",
    "EXCL_WRITE,   EXCLUSIVE,    true",
    "EXCLUSIVE,    EXCLUSIVE,    true",
  })
  void modesBlockEachOtherBothWays(Mode one, Mode other, boolean blocked) {
    assertThat(on(one, "db", "t", null).blocks(on(other, "db", "t", null))).isEqualTo(blocked);
    assertThat(on(other, "db", "t", null).blocks(on(one, "db", "t", null))).isEqualTo(blocked);
  }

  @Test
  void theWholeContainsItsParts() {
    var database = on(Mode.EXCLUSIVE, "db", null, null);
    var table = on(Mode.EXCLUSIVE, "DB", "T", null);
    var partition = on(Mode.EXCLUSIVE, "db", "t", "d=1");
    assertThat(database.blocks(table)).isTrue();
    assertThat(partition.blocks(table)).isTrue();
    assertThat(partition.blocks(on(Mode.EXCLUSIVE, "db", "t", "d=2"))).isFalse();
    assertThat(table.blocks(on(Mode.EXCLUSIVE, "db", "u", null))).isFalse();
    assertThat(table.blocks(on(Mode.EXCLUSIVE, "other", "t", null))).isFalse();
  }

  @Test
  void whoReadsADatabaseLeavesItsTablesToOthers() {
    var reader = on(Mode.SHARED_READ, "db", null, null);
    var table = on(Mode.EXCLUSIVE, "db", "t", null);
    assertThat(reader.blocks(table)).isFalse();
    assertThat(table.blocks(reader)).isFalse();
    assertThat(reader.blocks(on(Mode.EXCLUSIVE, "db", null, null))).isTrue();
    assertThat(on(Mode.EXCLUSIVE, "db", null, null).blocks(on(Mode.SHARED_READ, "db", "t", null)))
        .isTrue();
    assertThat(on(Mode.EXCLUSIVE, "db", "t", "d=1").blocks(on(Mode.SHARED_READ, "db", "t", null)))
        .isTrue();
  }

  @Test
  void locksOfOneTransactionDoNotBlockEachOther() {
    var first = lock(1, 7, on(Mode.EXCLUSIVE, "db", "t", null));
    var second = lock(2, 7, on(Mode.EXCLUSIVE, "db", "t", null));
    var other = lock(3, 8, on(Mode.EXCLUSIVE, "db", "t", null));
    var none = lock(4, 0, on(Mode.EXCLUSIVE, "db", "t", null));
    assertThat(first.blocks(second)).isEmpty();
    assertThat(first.blocks(other)).hasValue(new Lock.Blockage(1, 1, 1));
    assertThat(none.blocks(lock(5, 0, on(Mode.SHARED_READ, "db", "t", "d=1")))).isPresent();
  }

  private static Lock lock(long id, long txn, Component component) {
    return new Lock(
        id, txn, Lock.State.WAITING, List.of(component), "ada", "host", null, null, 0, null);
  }

  private static Component on(Mode mode, String database, String table, String partition) {
    return new Component(1, mode, database, table, partition, null);
  }
}
