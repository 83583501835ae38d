package io.propolis.bench.crawl;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/** DuckDB's sniffers, in this process. */
final class DuckDbFinder implements SchemaFinder, AutoCloseable {
  private final Connection connection;
  private final Sample sample;

  /** How much it looks at. */
  enum Sample {
    /** 20,480 rows, as it does by itself. */
    USUAL("duckdb", ""),
    /** All rows of all files. */
    WHOLE("duckdb, all rows", ", sample_size = -1, union_by_name = true");

    private final String label;
    private final String options;

    Sample(String label, String options) {
      this.label = label;
      this.options = options;
    }

    String label() {
      return label;
    }
  }

  DuckDbFinder(Sample sample) throws SQLException {
    this.sample = sample;
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @Override
  public String label() {
    return sample.label();
  }

  @Override
  public FoundSchema find(TextFiles files) throws IOException {
    var reader = files.form() == TextForm.CSV ? "read_csv" : "read_json";
    var query =
        "DESCRIBE SELECT * FROM %s('%s/*.%s'%s)"
            .formatted(reader, files.folder(), files.form().key(), sample.options);
    var types = new LinkedHashMap<String, String>();
    long bytes = ReadBytes.here();
    long started = System.nanoTime();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        types.put(rows.getString("column_name"), rows.getString("column_type"));
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB cannot read " + files.folder(), e);
    }
    return new FoundSchema((System.nanoTime() - started) / 1e9, ReadBytes.here() - bytes, types);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
