package io.propolis.compat.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.hive.HiveCatalog;

/**
 * One writer of a table {@code (writer, n, attempt, part)} through Iceberg's own HiveCatalog. Says
 * {@code @ready}, waits for a line, appends, and says of each attempt {@code @appended n attempt}
 * or {@code @failed n attempt why}; {@code @done} at the end.
 */
public final class IcebergAppender {
  private static final int MOST_ATTEMPTS = 50;

  private final String writer;
  private final int parts;
  private final Table table;

  private IcebergAppender(String writer, int parts, Table table) {
    this.writer = writer;
    this.parts = parts;
    this.table = table;
  }

  /** Arguments: metastore, database, table, writer, appends, rows of each, whether under locks. */
  public static void main(String[] args) {
    var conf = new Configuration(false);
    conf.set("iceberg.engine.hive.lock-enabled", args[6]);
    var catalog = new HiveCatalog();
    catalog.setConf(conf);
    catalog.initialize("hive", Map.of("uri", args[0]));
    var table = catalog.loadTable(TableIdentifier.of(args[1], args[2]));
    var appender = new IcebergAppender(args[3], Integer.parseInt(args[5]), table);
    System.out.println("@ready");
    new Scanner(System.in).nextLine();
    IntStream.rangeClosed(1, Integer.parseInt(args[4])).forEach(appender::append);
    System.out.println("@done");
    System.exit(0); // pools of clients leave threads behind
  }

  private void append(int n) {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      try {
        table.newAppend().appendFile(written(n, attempt)).commit();
        System.out.printf("@appended %d %d%n", n, attempt);
        return;
      } catch (RuntimeException e) {
        System.out.printf("@failed %d %d %s%n", n, attempt, e.toString().replace('\n', ' '));
      }
    }
  }

  private DataFile written(int n, int attempt) {
    var location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".avro");
    var file = table.io().newOutputFile(location);
    try (var rows =
        Avro.write(file)
            .schema(table.schema())
            .createWriterFunc(DataWriter::create)
            .<Record>build()) {
      IntStream.range(0, parts).mapToObj(part -> row(n, attempt, part)).forEach(rows::add);
      rows.close();
      return DataFiles.builder(table.spec())
          .withPath(location)
          .withFormat(FileFormat.AVRO)
          .withFileSizeInBytes(rows.length())
          .withRecordCount(parts)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Record row(int n, int attempt, int part) {
    var row = GenericRecord.create(table.schema());
    var values = List.of(writer, n, attempt, part);
    IntStream.range(0, values.size()).forEach(i -> row.set(i, values.get(i)));
    return row;
  }
}
