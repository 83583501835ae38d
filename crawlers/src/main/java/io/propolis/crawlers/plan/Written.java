package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a crawler last wrote into a table, as digests: enough to tell what somebody has changed
 * since, thing by thing. It stands in a parameter of the table, so that it follows the table
 * through every door and into every metastore; ten characters for each column and parameter.
 *
 * @param columns digest of the type by digest of the name, in order
 * @param comments digest of the comment by digest of the column's name, of those that had one
 * @param renamed the name that somebody gave to a column, or that it was removed, by the name that
 *     the crawler gave; all digests
 */
record Written(
    String location,
    String reader,
    Map<String, String> columns,
    Map<String, String> comments,
    Map<String, String> renamed,
    Map<String, String> keys,
    Map<String, String> parameters,
    Map<String, String> serDeParameters) {
  /** The parameter; of a long text, the first part. */
  static final String KEY = "propolis.crawler.wrote";

  /** Metastores of Hive 2 keep no longer values. */
  private static final int LONGEST_VALUE = 4000;

  private static final String VERSION = "1";
  private static final int NAME = 6;
  private static final int VALUE = 4;
  private static final int SECTIONS = 9;

  /** In place of a name: the column has been removed. */
  static final String REMOVED = "------";

  Written {
    columns = ordered(columns);
    comments = ordered(comments);
    renamed = ordered(renamed);
    keys = ordered(keys);
    parameters = ordered(parameters);
    serDeParameters = ordered(serDeParameters);
  }

  private static Map<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** All of a table as the crawler designed it. */
  static Written of(Table table) {
    return new Written(
        value(TableNames.canonical(String.valueOf(table.location()))),
        reader(table.layout()),
        types(table.layout().columns()),
        comments(table.layout().columns()),
        Map.of(),
        types(table.partitionKeys()),
        values(owned(table.parameters())),
        values(table.layout().serDe().parameters()));
  }

  /** What the table says of itself; empty when it says nothing, or nothing that can be read. */
  static Optional<Written> in(Table table) {
    var text = new StringBuilder(table.parameters().getOrDefault(KEY, ""));
    for (int part = 1;
        !text.isEmpty() && table.parameters().containsKey(KEY + "." + part);
        part++) {
      text.append(table.parameters().get(KEY + "." + part));
    }
    var sections = text.toString().split("\\.", -1);
    if (sections.length != SECTIONS || !sections[0].equals(VERSION)) {
      return Optional.empty();
    }
    return Optional.of(
        new Written(
            sections[1],
            sections[2],
            pairs(sections[3], VALUE),
            pairs(sections[4], VALUE),
            pairs(sections[5], NAME),
            pairs(sections[6], VALUE),
            pairs(sections[7], VALUE),
            pairs(sections[8], VALUE)));
  }

  /** As parameters of the table. */
  Map<String, String> asParameters() {
    var text =
        String.join(
            ".",
            VERSION,
            location,
            reader,
            joined(columns),
            joined(comments),
            joined(renamed),
            joined(keys),
            joined(parameters),
            joined(serDeParameters));
    var parts = new LinkedHashMap<String, String>();
    for (int start = 0; start < text.length(); start += LONGEST_VALUE) {
      int part = start / LONGEST_VALUE;
      parts.put(
          part == 0 ? KEY : KEY + "." + part,
          text.substring(start, Math.min(text.length(), start + LONGEST_VALUE)));
    }
    return parts;
  }

  /** Whether a parameter is this text or a part of it. */
  static boolean isPart(String key) {
    return key.startsWith(KEY);
  }

  /** The parameters that somebody may own: all but this text and the schema that Spark keeps. */
  static Map<String, String> owned(Map<String, String> parameters) {
    var owned = new LinkedHashMap<>(parameters);
    owned.keySet().removeIf(key -> isPart(key) || CrawlerParameters.isDerived(key));
    return owned;
  }

  static String name(String name) {
    return digest(Names.fold(name), NAME);
  }

  static String value(String value) {
    return digest(value, VALUE);
  }

  static String type(Column column) {
    return value(column.type().toLowerCase(java.util.Locale.ROOT));
  }

  /** What reads the files. */
  static String reader(StorageLayout layout) {
    return value(
        "%s %s %s"
            .formatted(layout.inputFormat(), layout.outputFormat(), layout.serDe().library()));
  }

  static Map<String, String> types(List<Column> columns) {
    var types = new LinkedHashMap<String, String>();
    columns.forEach(column -> types.put(name(column.name()), type(column)));
    return types;
  }

  static Map<String, String> comments(List<Column> columns) {
    var comments = new LinkedHashMap<String, String>();
    for (var column : columns) {
      if (column.comment() != null) {
        comments.put(name(column.name()), value(column.comment()));
      }
    }
    return comments;
  }

  static Map<String, String> values(Map<String, String> parameters) {
    var values = new LinkedHashMap<String, String>();
    parameters.forEach((key, value) -> values.put(digest(key, NAME), value(value)));
    return values;
  }

  /** Whether a comment is the one that the crawler wrote, or none as it wrote none. */
  boolean isComment(String name, @Nullable String comment) {
    var wrote = comments.get(name);
    return comment == null ? wrote == null : value(comment).equals(wrote);
  }

  /**
   * The column that stands for each one that the crawler wrote, by digests of names; those that
   * somebody has removed are left out. A column that stands behind the same neighbour and has the
   * same type has been renamed.
   */
  Map<String, Column> standing(List<Column> now) {
    var byName = new HashMap<String, Column>();
    now.forEach(column -> byName.put(name(column.name()), column));
    var found = new LinkedHashMap<String, Column>();
    int place = 0;
    for (var column : columns.entrySet()) {
      var name = renamed.getOrDefault(column.getKey(), column.getKey());
      var same = byName.get(name);
      var next = place < now.size() ? now.get(place) : null;
      if (same == null
          && next != null
          && !renamed.containsKey(column.getKey())
          && !columns.containsKey(name(next.name()))
          && !renamed.containsValue(name(next.name()))
          && type(next).equals(column.getValue())) {
        same = next;
      }
      if (same != null) {
        found.put(column.getKey(), same);
        place = now.indexOf(same) + 1;
      }
    }
    return found;
  }

  private static Map<String, String> pairs(String section, int width) {
    var pairs = new LinkedHashMap<String, String>();
    for (int at = 0; at + NAME + width <= section.length(); at += NAME + width) {
      pairs.put(section.substring(at, at + NAME), section.substring(at + NAME, at + NAME + width));
    }
    return pairs;
  }

  private static String joined(Map<String, String> pairs) {
    var parts = new ArrayList<String>();
    pairs.forEach((key, value) -> parts.add(key + value));
    return String.join("", parts);
  }

  private static String digest(String text, int length) {
    try {
      var bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(bytes).substring(0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
