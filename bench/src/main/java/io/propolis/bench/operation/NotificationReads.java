package io.propolis.bench.operation;

import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.CatalogClient;
import io.propolis.bench.fixture.Notifications;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.operation.Read.Call;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** Followers of the change log. */
final class NotificationReads {
  private NotificationReads() {}

  static Operation next() {
    return new Read(
        "notifications-1000",
        "1,000 notifications",
        8,
        List.of(new Notifications()),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) -> {
          try (var catalog = new CatalogClient(site.thriftPort())) {
            return List.of(
                new Call<>(
                    Request.of(
                        "get_next_notification",
                        new ThriftHiveMetastore.get_next_notification_args(
                            Notifications.ask(catalog))),
                    ThriftHiveMetastore.get_next_notification_result::new,
                    answer -> answer.getSuccess().getEventsSize(),
                    Notifications.COUNT));
          }
        });
  }
}
