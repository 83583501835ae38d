package io.propolis.thrift;

import static org.apache.hadoop.hive.metastore.api.PartitionEventType.LOAD_DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hadoop.hive.metastore.api.InvalidPartitionException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionMarksTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void table() throws TException {
    client = given.client();
    client.create_table(
        Given.partitioned("default", "hits", Given.key("day", "date"), Given.key("hour", "int")));
  }

  private boolean isMarked(Map<String, String> partition) throws TException {
    return client.isPartitionMarkedForEvent("default", "hits", partition, LOAD_DONE);
  }

  @Test
  void aPartitionIsMarkedBeforeItExists() throws TException {
    var midnight = Map.of("day", "2026-01-01", "hour", "0");
    assertThat(isMarked(midnight)).isFalse();
    client.markPartitionForEvent("default", "hits", midnight, LOAD_DONE);
    client.markPartitionForEvent("default", "hits", midnight, LOAD_DONE);
    assertThat(isMarked(midnight)).isTrue();
    assertThat(isMarked(Map.of("DAY", "2026-01-01", "hour", "0"))).isTrue();
    assertThat(isMarked(Map.of("day", "2026-01-01", "hour", "1"))).isFalse();
  }

  @Test
  void wrongNamesAreToldApart() {
    var wrong = Map.of("day", "2026-01-01", "minute", "0");
    assertThatThrownBy(() -> isMarked(wrong)).isInstanceOf(InvalidPartitionException.class);
    assertThatThrownBy(
            () -> client.markPartitionForEvent("default", "hits", Map.of("day", "x"), LOAD_DONE))
        .isInstanceOf(InvalidPartitionException.class);
    assertThatThrownBy(() -> client.markPartitionForEvent("default", "nothing", wrong, LOAD_DONE))
        .isInstanceOf(UnknownTableException.class);
    assertThatThrownBy(() -> client.isPartitionMarkedForEvent("nowhere", "hits", wrong, LOAD_DONE))
        .isInstanceOf(UnknownTableException.class);
    assertThatThrownBy(() -> client.isPartitionMarkedForEvent("default", "hits", wrong, null))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void aNewTableOfTheNameIsNotMarked() throws TException {
    var midnight = Map.of("day", "2026-01-01", "hour", "0");
    client.markPartitionForEvent("default", "hits", midnight, LOAD_DONE);
    client.drop_table("default", "hits", true);
    table();
    assertThat(isMarked(midnight)).isFalse();
  }
}
