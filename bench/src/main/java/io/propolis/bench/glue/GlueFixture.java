package io.propolis.bench.glue;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is read, made through the Glue API of whoever is asked, by several clients at once. */
final class GlueFixture {
  static final String DATABASE = "glue_bench";
  static final String ONE_TABLE = "{'DatabaseName':'glue_bench','Name':'wide'}";
  static final String MANY_DATABASE = "glue_bench_many";
  static final int TABLES = 10_000;
  static final String OF_PARTITIONED = "'DatabaseName':'glue_bench','TableName':'partitioned'";
  static final int PARTITIONS = 100_000;

  /** BatchCreatePartition takes no more. */
  static final int BATCH = 100;

  private static final int PER_DAY = 100;
  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
  private static final int CLIENTS = 2;

  private final GlueSite site;

  GlueFixture(GlueSite site) {
    this.site = site;
  }

  /** A table of 30 columns. */
  void oneTable() throws IOException, InterruptedException {
    try (var connection = new HttpConnection(site.port())) {
      if (!isThere(connection, "GetTable", ONE_TABLE)) {
        database(connection, DATABASE);
        connection.call(GlueRequest.of("CreateTable", table(DATABASE, "wide", 30, "")));
      }
    }
  }

  /** Ten thousand tables of ten columns. */
  void manyTables() throws IOException, InterruptedException {
    try (var connection = new HttpConnection(site.port())) {
      if (isThere(connection, "GetTable", named(MANY_DATABASE, tableName(TABLES)))) {
        return;
      }
      remake(connection, MANY_DATABASE);
      all(
          "tables",
          TABLES,
          n -> GlueRequest.of("CreateTable", table(MANY_DATABASE, tableName(n), 10, "")));
      // Made last, it says that the others are there.
      connection.call(
          GlueRequest.of("CreateTable", table(MANY_DATABASE, tableName(TABLES), 10, "")));
      connection.call(GlueRequest.of("DeleteTable", named(MANY_DATABASE, tableName(0))));
    }
  }

  /** A table with a hundred thousand partitions, a hundred for each of a thousand days. */
  void partitions() throws IOException, InterruptedException {
    try (var connection = new HttpConnection(site.port())) {
      if (isThere(connection, "GetTable", named(DATABASE, "partitioned_is_full"))) {
        return;
      }
      database(connection, DATABASE);
      if (isThere(connection, "GetTable", named(DATABASE, "partitioned"))) {
        connection.call(GlueRequest.of("DeleteTable", named(DATABASE, "partitioned")));
      }
      connection.call(
          GlueRequest.of("CreateTable", table(DATABASE, "partitioned", 20, partitionKeys())));
      all(
          "batches of partitions",
          PARTITIONS / BATCH,
          n -> GlueRequest.of("BatchCreatePartition", batch("partitioned", n)));
      connection.call(GlueRequest.of("CreateTable", table(DATABASE, "partitioned_is_full", 1, "")));
    }
  }

  /** What finds twenty partitions of one day. */
  static String expression(int day) {
    // An apostrophe as JSON may write it: those of the inputs stand for double quotes.
    return "day = \\u0027%s\\u0027 AND n BETWEEN 40 AND 59".formatted(day(day));
  }

  static int days() {
    return PARTITIONS / PER_DAY;
  }

  static String partitionKeys() {
    return "{'Name':'day','Type':'date'},{'Name':'n','Type':'int'}";
  }

  /** The input that adds the n-th hundred of partitions. */
  static String batch(String table, int n) {
    var inputs =
        IntStream.range(0, BATCH)
            .mapToObj(
                i ->
                    "{'Values':['%s','%d'],'StorageDescriptor':%s}"
                        .formatted(
                            day(n),
                            i,
                            descriptor("%s/day=%s/n=%d".formatted(table, day(n), i), 20)))
            .collect(Collectors.joining(","));
    return "{'DatabaseName':'%s','TableName':'%s','PartitionInputList':[%s]}"
        .formatted(DATABASE, table, inputs);
  }

  static String table(String database, String name, int columns, String keys) {
    return """
    {'DatabaseName':'%s','TableInput':{'Name':'%s','TableType':'EXTERNAL_TABLE','PartitionKeys':[%s],\
    'Parameters':{'classification':'parquet'},'StorageDescriptor':%s}}"""
        .formatted(database, name, keys, descriptor(name, columns));
  }

  static String named(String database, String name) {
    return "{'DatabaseName':'%s','Name':'%s'}".formatted(database, name);
  }

  private static String descriptor(String location, int columns) {
    var all =
        IntStream.range(0, columns)
            .mapToObj(n -> "{'Name':'column_%d','Type':'%s'}".formatted(n, type(n)))
            .collect(Collectors.joining(","));
    return """
    {'Columns':[%s],'Location':'s3://lake/%s',\
    'InputFormat':'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',\
    'OutputFormat':'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',\
    'SerdeInfo':{'SerializationLibrary':\
    'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'}}"""
        .formatted(all, location);
  }

  private static String type(int column) {
    return switch (column % 3) {
      case 0 -> "bigint";
      case 1 -> "string";
      default -> "decimal(18,2)";
    };
  }

  private static String day(int n) {
    return FIRST_DAY.plusDays(n).toString();
  }

  private static String tableName(int n) {
    return String.format(Locale.ROOT, "orders_%05d", n);
  }

  private static boolean isThere(HttpConnection connection, String operation, String input)
      throws IOException {
    try {
      connection.call(GlueRequest.of(operation, input));
      return true;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("EntityNotFoundException")) {
        return false;
      }
      throw e;
    }
  }

  private static void database(HttpConnection connection, String name) throws IOException {
    if (!isThere(connection, "GetDatabase", "{'Name':'%s'}".formatted(name))) {
      connection.call(
          GlueRequest.of("CreateDatabase", "{'DatabaseInput':{'Name':'%s'}}".formatted(name)));
    }
  }

  private static void remake(HttpConnection connection, String name) throws IOException {
    if (isThere(connection, "GetDatabase", "{'Name':'%s'}".formatted(name))) {
      connection.call(GlueRequest.of("DeleteDatabase", "{'Name':'%s'}".formatted(name)));
    }
    database(connection, name);
  }

  private void all(String what, int count, IntFunction<byte[]> request)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    var threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      var parts =
          IntStream.range(0, CLIENTS)
              .<Future<?>>mapToObj(
                  first ->
                      threads.submit(
                          () -> {
                            try (var connection = new HttpConnection(site.port())) {
                              for (int n = first; n < count; n += CLIENTS) {
                                connection.call(request.apply(n));
                              }
                            }
                            return null;
                          }))
              .toList();
      for (var part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(site.label() + " could not be filled", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    System.err.printf(
        Locale.ROOT,
        "  made %,d %s in %s (%.1f s)%n",
        count,
        what,
        site.label(),
        (System.nanoTime() - started) / 1e9);
  }
}
