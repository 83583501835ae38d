package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.discovery.Found;
import io.propolis.crawlers.discovery.FoundSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the table that stands for a folder, or a name for a new one. */
final class TableNames {
  private static final int HASH_DIGITS = 8;

  private final String prefix;
  private final Map<String, Table> byLocation = new HashMap<>();
  private final Map<String, Table> byOrigin = new HashMap<>();
  private final Map<String, String> locations = new HashMap<>();

  TableNames(String prefix, List<Table> tables) {
    this.prefix = prefix;
    for (var table : tables) {
      var location = table.location() == null ? "" : canonical(table.location());
      if (!location.isEmpty() && !table.type().isView()) {
        byLocation.putIfAbsent(location + distinction(table), table);
        Written.in(table).ifPresent(wrote -> byOrigin.putIfAbsent(wrote.location(), table));
      }
      locations.put(table.name().name(), location + distinction(table));
    }
  }

  /** The same for every way to write a location. */
  static String canonical(String location) {
    var plain = Locations.withoutTrailingSlash(Locations.qualified(location));
    return plain.replaceFirst("^file:/+", "file:/").replaceFirst("^s3[an]://", "s3://");
  }

  private static String distinction(Table table) {
    return FoundSource.distinction(table.parameters(), table.layout().inputFormat());
  }

  /** The table that stands for what was found. */
  Optional<Table> at(Found found) {
    return Optional.ofNullable(byLocation.get(identity(found)));
  }

  private static String identity(Found found) {
    var location = canonical(found.location());
    return found instanceof FoundSource source ? location + source.distinction() : location;
  }

  /** The table in a folder. */
  Optional<Table> at(String location) {
    return Optional.ofNullable(byLocation.get(canonical(location)));
  }

  /** The table that a crawler made for a location and that somebody has given another one. */
  Optional<Table> from(String location) {
    return Optional.ofNullable(byOrigin.get(Written.value(canonical(location))))
        .filter(table -> !canonical(String.valueOf(table.location())).equals(canonical(location)));
  }

  /** The same of what was found, where its location alone says what it is. */
  Optional<Table> from(Found found) {
    return found instanceof FoundSource source && !source.distinction().isEmpty()
        ? Optional.empty()
        : from(found.location());
  }

  /**
   * A free name after the folder or the source, with part of a hash of the location when that name
   * is taken.
   */
  String free(Found found) {
    var identity = identity(found);
    var name = cut(ColumnNames.normalised(prefix + ownName(found)), 0);
    if (locations.containsKey(name)) {
      name = cut(name, HASH_DIGITS + 1) + "_" + hash(identity);
    }
    locations.put(name, identity);
    return name;
  }

  private static String ownName(Found found) {
    if (found instanceof FoundSource source) {
      return source.name();
    }
    var folder = canonical(found.location());
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static String cut(String name, int room) {
    int longest = ColumnNames.LONGEST_TABLE - room;
    return name.length() > longest ? name.substring(0, longest) : name;
  }

  private static String hash(String location) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(location.getBytes(StandardCharsets.UTF_8)))
          .substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
