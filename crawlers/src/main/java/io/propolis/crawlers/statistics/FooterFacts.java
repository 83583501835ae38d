package io.propolis.crawlers.statistics;

import io.propolis.catalog.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the footer of a file says about its rows without a look at them, or those of several files.
 *
 * @param columns by folded name; those that footers say enough of
 */
public record FooterFacts(long rows, Map<String, FooterColumn> columns) {
  public FooterFacts {
    columns = Map.copyOf(columns);
  }

  /** Of all groups of rows of a file, by the column as the file names it. */
  public static FooterFacts of(long rows, Map<String, List<FooterColumn>> groups) {
    var columns = new HashMap<String, FooterColumn>();
    groups.forEach((name, parts) -> columns.put(Names.fold(name), FooterColumn.over(parts)));
    return new FooterFacts(rows, columns);
  }

  /** Over several files, at least one. A column that only some have is null in the others. */
  public static FooterFacts over(List<FooterFacts> files, List<List<String>> columnsOfFiles) {
    long rows = files.stream().mapToLong(FooterFacts::rows).sum();
    var parts = new HashMap<String, List<FooterColumn>>();
    files.forEach(file -> file.columns.keySet().forEach(c -> parts.put(c, new ArrayList<>())));
    for (int i = 0; i < files.size(); i++) {
      var file = files.get(i);
      var known = columnsOfFiles.get(i);
      parts
          .entrySet()
          .removeIf(
              part -> {
                var told = file.columns.get(part.getKey());
                boolean isAbsent = told == null && !known.contains(part.getKey());
                if (told != null || isAbsent) {
                  part.getValue().add(isAbsent ? FooterColumn.ofNulls(file.rows) : told);
                }
                return told == null && !isAbsent;
              });
    }
    var columns = new HashMap<String, FooterColumn>();
    parts.forEach((name, of) -> columns.put(name, FooterColumn.over(of)));
    return new FooterFacts(rows, columns);
  }
}
