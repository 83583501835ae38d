package io.propolis.catalog.rules;

import io.propolis.catalog.model.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which statistics of a table or partition are known to be right, in Hive's parameter {@code
 * COLUMN_STATS_ACCURATE}: {@code {"BASIC_STATS":"true","COLUMN_STATS":{"id":"true"}}}. Optimisers
 * answer {@code count(*)} and {@code max(id)} from what is marked so, without reading data.
 */
public final class StatisticsState {
  /** Name of the parameter. */
  public static final String KEY = "COLUMN_STATS_ACCURATE";

  private static final String TRUE = "\"true\"";

  /** A string, or true and false without quotes, as other writers than Hive may have them. */
  private static final Pattern TOKEN =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[{}]|true|false", Pattern.CASE_INSENSITIVE);

  private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

  private final boolean basic;
  private final TreeSet<String> columns;

  private StatisticsState(boolean basic, TreeSet<String> columns) {
    this.basic = basic;
    this.columns = columns;
  }

  /** Nothing is right where the parameter is absent or unreadable. */
  public static StatisticsState of(Map<String, String> parameters) {
    var text = parameters.get(KEY);
    if (text == null || !text.startsWith("{")) {
      return new StatisticsState("true".equalsIgnoreCase(text), new TreeSet<>());
    }
    return read(text);
  }

  private static StatisticsState read(String text) {
    var columns = new TreeSet<String>();
    boolean basic = false;
    int depth = 0;
    var names = new String[3];
    var tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      var token = tokens.group();
      if (token.equals("{")) {
        depth++;
        if (depth == names.length) {
          return new StatisticsState(false, new TreeSet<>()); // nobody writes it so
        }
      } else if (token.equals("}")) {
        depth--;
        names[Math.max(depth, 0)] = null;
        if (depth <= 0) {
          break;
        }
      } else if (names[depth] == null) {
        names[depth] = unescaped(tokens.group(1));
      } else {
        boolean isTrue = token.equalsIgnoreCase(TRUE) || token.equalsIgnoreCase("true");
        if (depth == 1) {
          basic |= isTrue && "BASIC_STATS".equals(names[1]);
        } else if (isTrue && "COLUMN_STATS".equals(names[1])) {
          columns.add(Names.fold(names[2]));
        }
        names[depth] = null;
      }
    }
    return new StatisticsState(basic, columns);
  }

  private static String unescaped(@Nullable String text) {
    return text == null
        ? ""
        : ESCAPE
            .matcher(text)
            .replaceAll(
                escape ->
                    java.util.regex.Matcher.quoteReplacement(
                        escape.group(2) == null
                            ? escape.group(1)
                            : Character.toString(Integer.parseInt(escape.group(2), 16))));
  }

  /** Whether numbers of rows, bytes and files are right. */
  public boolean isBasic() {
    return basic;
  }

  /** Whether the statistics of a column are right. */
  public boolean isOf(String column) {
    return columns.contains(Names.fold(column));
  }

  /** The parameters, with numbers of rows, bytes and files marked as right. */
  public static Map<String, String> withBasic(Map<String, String> parameters) {
    var state = of(parameters);
    return with(parameters, new StatisticsState(true, state.columns));
  }

  /** The parameters, with nothing marked as right: data may have changed. */
  public static Map<String, String> without(Map<String, String> parameters) {
    if (!parameters.containsKey(KEY)) {
      return parameters;
    }
    var changed = new LinkedHashMap<>(parameters);
    changed.remove(KEY);
    return changed;
  }

  /** The parameters, with statistics of these columns marked as right, too. */
  public static Map<String, String> withColumns(
      Map<String, String> parameters, Collection<String> added) {
    var state = of(parameters);
    var columns = new TreeSet<>(state.columns);
    added.forEach(column -> columns.add(Names.fold(column)));
    return with(parameters, new StatisticsState(state.basic, columns));
  }

  /** The parameters, with statistics of these columns marked as right no longer. */
  public static Map<String, String> withoutColumns(
      Map<String, String> parameters, Collection<String> removed) {
    var state = of(parameters);
    var columns = new TreeSet<>(state.columns);
    removed.forEach(column -> columns.remove(Names.fold(column)));
    return columns.size() == state.columns.size()
        ? parameters
        : with(parameters, new StatisticsState(state.basic, columns));
  }

  /** The parameters, with statistics of no column marked as right. */
  public static Map<String, String> withoutAllColumns(Map<String, String> parameters) {
    return withoutColumns(parameters, of(parameters).columns);
  }

  private static Map<String, String> with(Map<String, String> parameters, StatisticsState state) {
    var text = state.toString();
    if (text.equals(parameters.get(KEY))) {
      return parameters;
    }
    var changed = new LinkedHashMap<>(parameters);
    changed.put(KEY, text);
    return changed;
  }

  /** As Hive writes it, its columns sorted. */
  @Override
  public String toString() {
    var parts = new java.util.ArrayList<String>();
    if (basic) {
      parts.add("\"BASIC_STATS\":" + TRUE);
    }
    if (!columns.isEmpty()) {
      List<String> each = columns.stream().map(name -> quoted(name) + ":" + TRUE).toList();
      parts.add("\"COLUMN_STATS\":{" + String.join(",", each) + "}");
    }
    return "{" + String.join(",", parts) + "}";
  }

  private static String quoted(String name) {
    var text = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
