package io.propolis.server.hive;

import io.propolis.server.config.DataSize;
import io.propolis.server.config.Effective;
import io.propolis.server.config.Origin;
import java.time.Duration;
import java.util.Map;

/** Settings in force, as Hive's properties. */
final class HiveAnswers {
  private HiveAnswers() {}

  /**
   * Adds the properties that a setting is, unless it came from the property itself and is there as
   * written.
   */
  static void tell(Effective effective, Map<String, String> said, Map<String, String> answers) {
    var key = effective.key();
    for (var taking : HiveMapping.TAKEN) {
      if (!taking.setting().equals(key.name())
          || !isPlain(key.type(), taking.name())
          || (said.containsKey(taking.name()) && effective.origin() instanceof Origin.HiveSite)) {
        continue;
      }
      answers.put(taking.name(), text(key.type(), effective.text()));
    }
    if (key.name().equals("warehouse")) {
      answers.remove("metastore.warehouse.dir"); // the door knows it with its scheme
    }
  }

  /** Numbers, times and the like are the same thing in both; ways of authentication are not. */
  private static boolean isPlain(Class<?> type, String property) {
    return (type == int.class && !property.equals(Readers.MODE))
        || type == Duration.class
        || type == DataSize.class;
  }

  private static String text(Class<?> type, String text) {
    return type == DataSize.class ? Long.toString(DataSize.parse(text).bytes()) : text;
  }
}
