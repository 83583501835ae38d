package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ConfigValSecurityException;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysRequest;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;

final class MiscellaneousScenarios extends Scenarios {

  @Scenario
  void settingsOutsideTheMetastoreAreSecret() throws Exception {
    assertThat(client.getConfigValue("hive.no.such.setting", "fallback")).isEqualTo("fallback");
    assertThatThrownBy(() -> client.getConfigValue("javax.jdo.option.ConnectionPassword", "x"))
        .isInstanceOf(ConfigValSecurityException.class);
  }

  @Scenario
  void aChangeIsNotifiedUnderTheNextNumber() throws Exception {
    long before = client.getCurrentNotificationEventId().getEventId();
    created(table("announced"));
    client.dropTable(database, "announced");
    List<NotificationEvent> events = client.getNextNotification(before, 10, null).getEvents();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly("CREATE_TABLE", "DROP_TABLE");
    assertThat(events)
        .extracting(NotificationEvent::getEventId)
        .containsExactly(before + 1, before + 2);
    assertThat(events.get(0).getDbName()).isEqualTo(database);
    assertThat(events.get(0).getTableName()).isEqualTo("announced");
  }

  @Scenario
  void aPrimaryKeyIsKept() throws Exception {
    created(table("keyed"));
    SQLPrimaryKey key = new SQLPrimaryKey();
    key.setTable_db(database);
    key.setTable_name("keyed");
    key.setColumn_name("id");
    key.setKey_seq(1);
    key.setPk_name("keyed_pk");
    key.setEnable_cstr(false);
    key.setValidate_cstr(false);
    key.setRely_cstr(true);
    client.addPrimaryKey(List.of(key));
    List<SQLPrimaryKey> found = client.getPrimaryKeys(new PrimaryKeysRequest(database, "keyed"));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).getColumn_name()).isEqualTo("id");
    assertThat(found.get(0).getPk_name()).isEqualTo("keyed_pk");
    assertThat(found.get(0).isRely_cstr()).isTrue();
    client.dropConstraint(database, "keyed", "keyed_pk");
    assertThat(client.getPrimaryKeys(new PrimaryKeysRequest(database, "keyed"))).isEmpty();
  }

  @Scenario
  void aConnectionThatClosesLeavesTheOthersAlone() throws Exception {
    HiveMetaStoreClient other = Generation.connect(uri, Map.of());
    assertThat(other.getAllDatabases()).contains(database);
    other.close();
    assertThat(client.getAllDatabases()).contains(database);
  }
}
