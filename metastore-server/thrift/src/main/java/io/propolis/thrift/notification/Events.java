package io.propolis.thrift.notification;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfDatabase;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.jspecify.annotations.Nullable;

/** Changes as notification events. */
public final class Events {
  private Events() {}

  /** The event of a change and of the objects it was about, when the log has them. */
  public static NotificationEvent event(
      Change change, @Nullable ChangedObjects objects, MessageFormat format) {
    var event =
        new NotificationEvent(
            change.position(),
            (int) (change.at() / 1000),
            EventTypes.name(change.kind()),
            format.encode(Messages.json(change, objects)));
    event.setCatName(change.catalog());
    event.setDbName(database(change, objects));
    event.setTableName(change.table());
    event.setMessageFormat(format.hiveName());
    return event;
  }

  /** A database that was renamed is announced by its old name. */
  private static @Nullable String database(Change change, @Nullable ChangedObjects objects) {
    return objects instanceof OfDatabase database && database.before() != null
        ? database.before().name().name()
        : change.database();
  }
}
