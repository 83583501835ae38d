package io.propolis.thrift.notification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** How the message of an event is written; each event says which it is. */
public enum MessageFormat {
  /** Plain JSON, which consumers of every Hive since 2.3 read. */
  JSON("json-0.2", "org.apache.hadoop.hive.metastore.messaging.json.JSONMessageEncoder") {
    @Override
    String encode(String json) {
      return json;
    }
  },

  /** The same JSON through gzip and base64, as Hive 4 writes by default; Hive 3 cannot read it. */
  GZIP(
      "gzip(json-2.0)",
      "org.apache.hadoop.hive.metastore.messaging.json.gzip.GzipJSONMessageEncoder") {
    @Override
    String encode(String json) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(bytes)) {
        out.write(json.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  };

  private final String hiveName;
  private final String hiveEncoder;

  MessageFormat(String hiveName, String hiveEncoder) {
    this.hiveName = hiveName;
    this.hiveEncoder = hiveEncoder;
  }

  /** What {@code NotificationEvent.messageFormat} says. */
  public String hiveName() {
    return hiveName;
  }

  /** The class that Hive's {@code metastore.event.message.factory} names for it. */
  public String hiveEncoder() {
    return hiveEncoder;
  }

  abstract String encode(String json);
}
