package io.propolis.catalog.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Where the catalog's database is and how it is opened.
 *
 * @param url JDBC URL: {@code jdbc:sqlite:FILE}, {@code jdbc:mysql:…}, {@code jdbc:mariadb:…} or
 *     {@code jdbc:postgresql:…}
 * @param user absent when the URL says it or the database needs none
 * @param poolSize reading connections, and as many writing ones on a database server; SQLite has
 *     one writing connection
 */
public record StoreSettings(
    String url, @Nullable String user, @Nullable String password, int poolSize, Access access) {
  /** Connections when nobody says otherwise. */
  public static final int DEFAULT_POOL_SIZE = 10;

  /** How an embedded database file is shared; a database server needs no distinction. */
  public enum Access {
    /**
     * The one process that changes the catalog, whose position it then knows without asking. A
     * second owner of the same file is refused.
     */
    OWNER,
    /**
     * Reads everything beside the owner, and writes what moves no position: runs and locks. Changes
     * of the catalog are refused.
     */
    GUEST
  }

  public StoreSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize must be at least 1: " + poolSize);
    }
  }

  /** An owner's settings with the default pool size. */
  public static StoreSettings of(String url, @Nullable String user, @Nullable String password) {
    return new StoreSettings(url, user, password, DEFAULT_POOL_SIZE, Access.OWNER);
  }

  public StoreSettings withPoolSize(int newPoolSize) {
    return new StoreSettings(url, user, password, newPoolSize, access);
  }

  public StoreSettings asGuest() {
    return new StoreSettings(url, user, password, poolSize, Access.GUEST);
  }

  /** Without the password, and without the URL's parameters, which may hold one. */
  @Override
  public String toString() {
    return "StoreSettings[" + shownUrl() + ", poolSize=" + poolSize + ", " + access + "]";
  }

  /** The URL as messages and logs may show it. */
  String shownUrl() {
    int parameters = url.indexOf('?');
    var address = parameters < 0 ? url : url.substring(0, parameters);
    return address.replaceFirst("//[^/@]*@", "//");
  }
}
