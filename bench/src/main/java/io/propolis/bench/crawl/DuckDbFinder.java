package io.propolis.bench.crawl;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** DuckDB's sniffers, in this process. */
final class DuckDbFinder implements SchemaFinder, AutoCloseable {
  private static final int SAMPLED_ROWS = 20_480;
  private static final int SAMPLED_FILES = 32;

  private final Connection connection;
  private final Sample sample;
  private final Map<TextFiles, Long> sampled = new HashMap<>();

  /** How much it looks at. */
  enum Sample {
    /** As it does by itself: of JSON the first 20,480 rows of each of the first 32 files. */
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
    double seconds = (System.nanoTime() - started) / 1e9;
    return new FoundSchema(seconds, looked(files, ReadBytes.here() - bytes), types);
  }

  /** Of JSON it fetches more than it samples. */
  private long looked(TextFiles files, long fetched) throws IOException {
    if (sample == Sample.WHOLE || files.form() == TextForm.CSV) {
      return fetched;
    }
    if (!sampled.containsKey(files)) {
      sampled.put(files, files.head(SAMPLED_FILES, SAMPLED_ROWS));
    }
    return Math.min(fetched, sampled.get(files));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
