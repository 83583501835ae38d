package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Lock.Component;
import io.propolis.catalog.model.Lock.Mode;
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

  private static Component on(Mode mode, String database, String table, String partition) {
    return new Component(mode, database, table, partition, null);
  }
}
