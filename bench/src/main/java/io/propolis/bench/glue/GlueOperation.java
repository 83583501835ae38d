package io.propolis.bench.glue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Something that clients of the Glue API do. */
enum GlueOperation {
  GET_TABLE("glue-get-table", "GetTable of 30 columns") {
    @Override
    void fill(GlueFixture fixture) throws IOException, InterruptedException {
      fixture.oneTable();
    }

    @Override
    GlueWorker open(GlueSite site, int number) throws IOException {
      return checked(new Pages(site, "GetTable", GlueFixture.ONE_TABLE), number, "Table", 1);
    }
  },

  GET_TABLES("glue-get-tables-10000", "GetTables of 10,000, all pages") {
    @Override
    void fill(GlueFixture fixture) throws IOException, InterruptedException {
      fixture.manyTables();
    }

    @Override
    GlueWorker open(GlueSite site, int number) throws IOException {
      return checked(
          new Pages(site, "GetTables", "{'DatabaseName':'glue_bench_many','MaxResults':100}"),
          number,
          "TableList",
          GlueFixture.TABLES);
    }
  },

  FILTER("glue-filter-100000", "GetPartitions of 20 by an expression over 100,000") {
    @Override
    void fill(GlueFixture fixture) throws IOException, InterruptedException {
      fixture.partitions();
    }

    @Override
    GlueWorker open(GlueSite site, int number) throws IOException {
      return new Filters(site, number);
    }
  },

  BATCH_CREATE("glue-batch-create-100", "BatchCreatePartition of 100") {
    @Override
    void fill(GlueFixture fixture) throws IOException, InterruptedException {
      fixture.oneTable(); // its database
    }

    @Override
    GlueWorker open(GlueSite site, int number) throws IOException {
      return new Batches(site, number);
    }
  },

  ALL_PARTITIONS("glue-partitions-100000", "GetPartitions of 100,000, all pages") {
    @Override
    void fill(GlueFixture fixture) throws IOException, InterruptedException {
      fixture.partitions();
    }

    @Override
    GlueWorker open(GlueSite site, int number) throws IOException {
      return checked(
          new Pages(
              site, "GetPartitions", "{" + GlueFixture.OF_PARTITIONED + ",'MaxResults':1000}"),
          number,
          "Partitions",
          GlueFixture.PARTITIONS);
    }

    @Override
    boolean isBesideMoto() {
      return false;
    }

    @Override
    boolean isBesideSameBytes() {
      return true;
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String key;
  private final String title;

  GlueOperation(String key, String title) {
    this.key = key;
    this.title = title;
  }

  String key() {
    return key;
  }

  String title() {
    return title;
  }

  /** Makes what is read, where it is not there yet. */
  abstract void fill(GlueFixture fixture) throws IOException, InterruptedException;

  /** Opens client number 0, 1, 2 … and makes its first call, checking the answer. */
  abstract GlueWorker open(GlueSite site, int number) throws IOException;

  /** What the first client reads is counted: the others of a server read the same. */
  private static Pages checked(Pages pages, int number, String member, int count)
      throws IOException {
    return number == 0 ? pages.expecting(member, count) : pages;
  }

  boolean isBesideMoto() {
    return true;
  }

  boolean isBesideSameBytes() {
    return false;
  }

  /** One client of one server. */
  abstract static class GlueWorker implements AutoCloseable {
    final HttpConnection connection;

    GlueWorker(GlueSite site) {
      connection = new HttpConnection(site.port());
    }

    /** Makes ready what a round needs; not measured. */
    void prepare() throws IOException {}

    /** One operation, with all its pages; this is measured. */
    abstract void run(int index) throws IOException;

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /**
   * Bytes of one call.
   *
   * @param sent of the request
   * @param received of the reply's body
   */
  record Lengths(int sent, int received) {}

  /** Reads page after page, as paginators do. */
  static final class Pages extends GlueWorker {
    private final String operation;
    private final String input;
    private final byte[] first;

    Pages(GlueSite site, String operation, String input) {
      super(site);
      this.operation = operation;
      this.input = input;
      this.first = GlueRequest.of(operation, input);
    }

    @Override
    void run(int index) throws IOException {
      connection.call(first);
      for (var token = GlueRequest.token(connection);
          token.isPresent();
          token = GlueRequest.token(connection)) {
        connection.call(GlueRequest.after(operation, input, token.get()));
      }
    }

    /** Reads all once and counts; every server must answer with as much. */
    Pages expecting(String member, int count) throws IOException {
      int found = 0;
      var request = first;
      while (true) {
        connection.call(request);
        var list = JSON.readTree(connection.body(), 0, connection.length()).path(member);
        found += list.isArray() ? list.size() : list.isMissingNode() ? 0 : 1;
        var token = GlueRequest.token(connection);
        if (token.isEmpty()) {
          break;
        }
        request = GlueRequest.after(operation, input, token.get());
      }
      if (found != count) {
        throw new IOException(
            String.format(Locale.ROOT, "%s %s has %,d, not %,d", operation, input, found, count));
      }
      return this;
    }

    /** What goes over the wire for all pages. */
    List<Lengths> lengths() throws IOException {
      var lengths = new ArrayList<Lengths>();
      byte @Nullable [] request = first;
      while (request != null) {
        connection.call(request);
        lengths.add(new Lengths(request.length, connection.length()));
        request =
            GlueRequest.token(connection)
                .map(token -> GlueRequest.after(operation, input, token))
                .orElse(null);
      }
      return lengths;
    }
  }

  /** Sends and gets as many bytes as another client, in as many calls. */
  static final class SameBytes extends GlueWorker {
    private final List<byte[]> requests;

    SameBytes(GlueSite site, List<Lengths> lengths) {
      super(site);
      requests =
          lengths.stream().map(l -> SameBytesServer.request(l.sent(), l.received())).toList();
    }

    @Override
    void run(int index) throws IOException {
      for (var request : requests) {
        connection.call(request);
      }
    }
  }

  /** Asks for partitions of another day with each call. */
  private static final class Filters extends GlueWorker {
    private static final int DAYS = 64;

    private final List<byte[]> requests = new ArrayList<>();

    Filters(GlueSite site, int number) throws IOException {
      super(site);
      for (int i = 0; i < DAYS; i++) {
        int day = (number * 131 + i * 17) % GlueFixture.days();
        requests.add(GlueRequest.of("GetPartitions", input(day)));
      }
      checked(new Pages(site, "GetPartitions", input(number)), number, "Partitions", 20).close();
    }

    private static String input(int day) {
      return "{"
          + GlueFixture.OF_PARTITIONED
          + ",'Expression':'"
          + GlueFixture.expression(day)
          + "'}";
    }

    @Override
    void run(int index) throws IOException {
      connection.call(requests.get(index % DAYS));
    }
  }

  /** Adds to tables of its own, which are new in each round: one after the other is filled. */
  private static final class Batches extends GlueWorker {
    private static final int IN_A_TABLE = 400;
    private static final int TABLES = 8;

    private final String tables;
    private final List<byte[]> requests = new ArrayList<>();

    /** Where the number of the table stands in each request. */
    private final int digit;

    Batches(GlueSite site, int number) throws IOException {
      super(site);
      tables = "added_to_%02d_".formatted(number);
      for (int n = 0; n < IN_A_TABLE; n++) {
        requests.add(GlueRequest.of("BatchCreatePartition", GlueFixture.batch(tables + 0, n)));
      }
      var text = new String(requests.get(0), StandardCharsets.ISO_8859_1);
      var before = "\"TableName\":\"" + tables;
      digit = text.indexOf(before) + before.length();
      prepare();
      run(0);
      if (connection.text().contains("ErrorCode")) {
        throw new IOException("Partitions were refused: " + connection.text());
      }
    }

    @Override
    void prepare() throws IOException {
      drop();
      for (int table = 0; table < TABLES; table++) {
        connection.call(
            GlueRequest.of(
                "CreateTable",
                GlueFixture.table(
                    GlueFixture.DATABASE, tables + table, 20, GlueFixture.partitionKeys())));
      }
    }

    private void drop() throws IOException {
      var all =
          IntStream.range(0, TABLES)
              .mapToObj(table -> "'" + tables + table + "'")
              .collect(Collectors.joining(","));
      connection.call(
          GlueRequest.of(
              "BatchDeleteTable",
              "{'DatabaseName':'%s','TablesToDelete':[%s]}".formatted(GlueFixture.DATABASE, all)));
    }

    @Override
    void run(int index) throws IOException {
      var request = requests.get(index % IN_A_TABLE);
      request[digit] = (byte) ('0' + index / IN_A_TABLE % TABLES);
      connection.call(request);
    }

    @Override
    public void close() throws IOException {
      drop();
      super.close();
    }
  }
}
