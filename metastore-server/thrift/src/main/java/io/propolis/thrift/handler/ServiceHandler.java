package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import com.facebook.fb303.fb_status;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The base service, fb303. */
final class ServiceHandler implements Handler {
  /** The line of the API that is spoken: clients read it as Hive's version. */
  private static final String VERSION = "4.1.0";

  private static final String POSITION = "propolis.change.position";

  private final Door door;
  private final long startedAt;

  ServiceHandler(Door door) {
    this.door = door;
    this.startedAt = door.catalog().clock().millis() / 1000;
  }

  public String getName(ClientSession client) {
    return "Propolis";
  }

  public String getVersion(ClientSession client) {
    return VERSION;
  }

  public fb_status getStatus(ClientSession client) {
    return fb_status.ALIVE;
  }

  public String getStatusDetails(ClientSession client) {
    return "";
  }

  public Map<String, Long> getCounters(ClientSession client) {
    return Map.of(POSITION, door.as(client).changes().position());
  }

  public long getCounter(ClientSession client, @Nullable String key) {
    var value = key == null ? null : getCounters(client).get(key);
    if (value == null) {
      throw notFound(Entity.REQUEST, "counter " + key);
    }
    return value;
  }

  /** Kept for the connection. */
  public void setOption(ClientSession client, @Nullable String key, @Nullable String value) {
    if (key != null && value != null) {
      client.setOption(key, value);
    }
  }

  public String getOption(ClientSession client, @Nullable String key) {
    return key == null ? "" : client.options().getOrDefault(key, "");
  }

  public Map<String, String> getOptions(ClientSession client) {
    return client.options();
  }

  public long aliveSince(ClientSession client) {
    return startedAt;
  }

  /** Nothing to read again: configuration holds from start to stop. */
  public void reinitialize(ClientSession client) {
    // a wish that needs no answer
  }

  /** Every client sends it when it closes its connection: the server stays. */
  public void shutdown(ClientSession client) {
    // the server stops by a signal only
  }
}
