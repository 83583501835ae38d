package io.propolis.bench.crawl;

import io.propolis.bench.crawl.Shape.Column;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** How rows are written. */
enum TextForm {
  CSV {
    @Override
    void header(List<Column> columns, StringBuilder out) {
      for (int i = 0; i < columns.size(); i++) {
        out.append(i == 0 ? "" : ",").append(columns.get(i).name());
      }
      out.append('\n');
    }

    @Override
    void row(List<Column> columns, SplittableRandom random, StringBuilder out) {
      for (int i = 0; i < columns.size(); i++) {
        var value = columns.get(i).maker().apply(random);
        out.append(i == 0 ? "" : ",");
        if (value.indexOf(',') >= 0) {
          out.append('"').append(value).append('"');
        } else {
          out.append(value);
        }
      }
      out.append('\n');
    }
  },
  JSON {
    @Override
    void header(List<Column> columns, StringBuilder out) {
      // Every line names its columns.
    }

    @Override
    void row(List<Column> columns, SplittableRandom random, StringBuilder out) {
      char before = '{';
      for (var column : columns) {
        var value = column.maker().apply(random);
        if (!value.isEmpty()) {
          out.append(before).append('"').append(column.name()).append("\":");
          out.append(column.isText() ? "\"" + value + "\"" : value);
          before = ',';
        }
      }
      out.append("}\n");
    }
  };

  abstract void header(List<Column> columns, StringBuilder out);

  abstract void row(List<Column> columns, SplittableRandom random, StringBuilder out);

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
