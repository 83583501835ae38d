package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.ConfigValSecurityException;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchLockException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.NoSuchTxnException;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountRequest;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocksAndEventsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  private static LockRequest exclusive(String table) {
    var component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "default");
    component.setTablename(table);
    var request = new LockRequest(List.of(component), "ann", "host");
    request.setAgentInfo("Iceberg-1");
    return request;
  }

  @Test
  void aLockWaitsForTheOneBeforeIt() throws TException {
    var client = given.client();
    var first = client.lock(exclusive("orders"));
    var second = given.client().lock(exclusive("orders"));

    assertThat(first.getState()).isEqualTo(LockState.ACQUIRED);
    assertThat(second.getState()).isEqualTo(LockState.WAITING);
    client.heartbeat(heartbeat(first.getLockid()));
    client.unlock(new UnlockRequest(first.getLockid()));
    assertThat(client.check_lock(new CheckLockRequest(second.getLockid())).getState())
        .isEqualTo(LockState.ACQUIRED);
    client.unlock(new UnlockRequest(second.getLockid()));
    assertThatThrownBy(() -> client.check_lock(new CheckLockRequest(second.getLockid())))
        .isInstanceOf(NoSuchLockException.class);
  }

  @Test
  void aLockThatIsGoneIsReleasedQuietly() throws TException {
    var client = given.client();
    var lock = client.lock(exclusive("orders"));
    client.unlock(new UnlockRequest(lock.getLockid()));
    client.unlock(new UnlockRequest(lock.getLockid()));
    assertThatThrownBy(() -> client.heartbeat(heartbeat(lock.getLockid())))
        .isInstanceOf(NoSuchLockException.class);
  }

  @Test
  void aTransactionThatNobodyOpenedIsUnknown() {
    var client = given.client();
    var request = exclusive("orders");
    request.setTxnid(7);
    var beat = heartbeat(0);
    beat.setTxnid(7);
    assertThatThrownBy(() -> client.lock(request)).isInstanceOf(NoSuchTxnException.class);
    assertThatThrownBy(() -> client.heartbeat(beat)).isInstanceOf(NoSuchTxnException.class);
  }

  private static HeartbeatRequest heartbeat(long lock) {
    var request = new HeartbeatRequest();
    request.setLockid(lock);
    return request;
  }

  @Test
  void aLockIsFoundByItsTableAndAgent() throws TException {
    var client = given.client();
    var lock = client.lock(exclusive("orders"));
    client.lock(exclusive("items"));
    var request = new ShowLocksRequest();
    request.setDbname("default");
    request.setTablename("orders");

    assertThat(client.show_locks(request).getLocks())
        .singleElement()
        .satisfies(
            shown -> {
              assertThat(shown.getLockid()).isEqualTo(lock.getLockid());
              assertThat(shown.getAgentInfo()).isEqualTo("Iceberg-1");
            });
  }

  @Test
  void everyChangeIsAnEventWithoutGaps() throws TException {
    var client = given.client();
    long before = client.get_current_notificationEventId().getEventId();
    client.create_database(Given.database("sales"));
    client.create_table(Given.partitioned("sales", "orders", Given.key("day", "string")));
    client.append_partition("sales", "orders", List.of("1"));
    client.drop_table("sales", "orders", true);
    client.drop_database("sales", true, false);

    var events = client.get_next_notification(new NotificationEventRequest(before)).getEvents();

    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly(
            "CREATE_DATABASE", "CREATE_TABLE", "ADD_PARTITION", "DROP_TABLE", "DROP_DATABASE");
    assertThat(events)
        .extracting(NotificationEvent::getEventId)
        .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + 5).boxed().toList());
    assertThat(events).allSatisfy(e -> assertThat(e.getMessage()).startsWith("{\"server\":"));
    var limited = new NotificationEventRequest(before);
    limited.setMaxEvents(2);
    limited.setEventTypeSkipList(List.of("CREATE_DATABASE"));
    assertThat(client.get_next_notification(limited).getEvents())
        .extracting(NotificationEvent::getEventType)
        .containsExactly("CREATE_TABLE", "ADD_PARTITION");
    assertThat(
            client
                .get_notification_events_count(new NotificationEventsCountRequest(before, "sales"))
                .getEventsCount())
        .isEqualTo(5);
  }

  @Test
  void settingsAreReadAndChangedForTheConnectionOnly() throws TException {
    var client = given.client();

    assertThat(client.get_config_value("hive.metastore.warehouse.dir", "x"))
        .isEqualTo(given.warehouse());
    assertThat(client.get_config_value("hive.unknown", "mine")).isEqualTo("mine");
    assertThatThrownBy(() -> client.get_config_value("javax.jdo.option.ConnectionPassword", ""))
        .isInstanceOf(ConfigValSecurityException.class);
    client.setMetaConf("hive.metastore.try.direct.sql", "false");
    assertThat(client.getMetaConf("metastore.try.direct.sql")).isEqualTo("false");
    assertThat(given.client().getMetaConf("metastore.try.direct.sql")).isEqualTo("true");
    assertThatThrownBy(() -> client.getMetaConf("metastore.nothing"))
        .isInstanceOf(MetaException.class);
    assertThat(client.set_ugi("ann", List.of("staff"))).containsExactly("staff", "ann");
    assertThat(client.get_metastore_db_uuid())
        .isEqualTo(given.client().get_metastore_db_uuid())
        .isEqualTo(given.whole().id().toString());
  }

  @Test
  void functionsAreKept() throws TException {
    var client = given.client();
    var function =
        new Function(
            "To_Euro",
            "default",
            "com.example.ToEuro",
            "ann",
            PrincipalType.USER,
            0,
            FunctionType.JAVA,
            List.of(new ResourceUri(ResourceType.JAR, "s3://b/euro.jar")));
    client.create_function(function);

    assertThat(client.get_functions("default", "to_*")).containsExactly("to_euro");
    assertThat(client.get_function("default", "to_euro").getResourceUris())
        .isEqualTo(function.getResourceUris());
    assertThat(client.get_all_functions().getFunctions()).hasSize(1);
    function.setClassName("com.example.Other");
    client.alter_function("default", "to_euro", function);
    assertThat(client.get_function("default", "to_euro").getClassName())
        .isEqualTo("com.example.Other");
    client.drop_function("default", "to_euro");
    assertThatThrownBy(() -> client.get_function("default", "to_Euro"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("Function default.to_Euro does not exist");
  }
}
