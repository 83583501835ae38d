package io.propolis.server.config;

import java.util.stream.Collectors;

/** The page {@code docs/configuration.md}, made from the record tree. */
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      <!-- Made from the records in io.propolis.server.config.Settings. Do not edit; make it anew with
           mvn -pl metastore-server/server test -Dtest=ConfigurationPageTest -Dpropolis.regenerate=true -->

      Every setting can be said in three places; the later one wins:

      1. a YAML file, given with `--config FILE` or in the variable `PROPOLIS_CONFIG`: `store: {url: "jdbc:…"}`
         or `store.url: "jdbc:…"`;
      2. the environment: `PROPOLIS_STORE_URL`;
      3. flags: `--store.url=URL` or `--store.url URL`.

      `serve --hive-conf` takes settings from the configuration of a Hive Metastore, too
      ([hive-properties.md](hive-properties.md)); all three win over it.

      An unknown key, variable or flag stops the start with exit code 2 and names the nearest known one. When the
      server starts it logs every value in force with the place it comes from; passwords and secret keys are masked.
      `{data}` below stands for the data folder. Durations are written `500ms`, `30s`, `5m`, `1h`, sizes `64KiB`,
      `100MiB`.

      The command line shows these settings as flags: `serve` all of them, `crawl` and `job run` those that they use.
      """;

  private ConfigurationPage() {}

  static String render() {
    var page = new StringBuilder(HEAD);
    var section = "";
    for (var key : SettingKey.ALL) {
      var named = key.name().contains(".") ? key.section() : "general";
      if (!named.equals(section)) {
        section = named;
        page.append("\n## ").append(section).append('\n');
      }
      page.append('\n').append(entry(key));
    }
    return page.toString();
  }

  private static String entry(SettingKey key) {
    var flags =
        key.flags().stream().map(flag -> "`" + flag + "`").collect(Collectors.joining(", "));
    return """
    ### `%s`

    %s

    Value: %s. Default: %s. Flag: %s. Variable: `%s`.
    """
        .formatted(
            key.name(),
            key.help(),
            "`" + key.label() + "`",
            key.initial().map(text -> "`" + text + "`").orElse("none"),
            flags,
            key.environment());
  }
}
