package io.propolis.server.config;

/**
 * A setting that has a value, and who said it.
 *
 * @param text the value as written, secrets included
 */
public record Effective(SettingKey key, String text, Origin origin) {
  /** "store.url = jdbc:sqlite:/data/catalog.db (default)", secrets masked. */
  @Override
  public String toString() {
    return key.name() + " = " + key.shown(text) + " (" + origin + ")";
  }
}
