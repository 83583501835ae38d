package io.propolis.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.JdbcDatabaseProbe;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.sources.mongodb.MongoProbe;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.glue.auth.AccessKey;
import io.propolis.glue.secrets.SecretKeys;
import io.propolis.glue.wire.HttpCall;
import io.propolis.glue.wire.HttpReply;
import io.propolis.iceberg.LakeMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The door over a new SQLite database and a new folder. */
public final class GivenGlue implements BeforeEachCallback, AfterEachCallback {
  static final String ACCOUNT = "123456789012";

  /** What the operator lets clients call a key. */
  static final String KMS_KEY = "alias/lake";

  private static final SecretKeys SECRETS = SecretKeys.parse(SecretKeys.generate());

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;
  private JdbcCatalogStore store;
  private Lake lake;
  private Catalog catalog;
  private GlueDoor door;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("glue");
    open();
  }

  private void open() {
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    lake = Lakes.open(S3Settings.DEFAULT);
    catalog =
        Catalog.open(store, lake, Clock.systemUTC(), CatalogSettings.withWarehouse(warehouse()));
    door = doorWith();
  }

  /** Another door over the same catalog, for callers with these keys. */
  GlueDoor doorWith(AccessKey... keys) {
    return door(SECRETS, keys);
  }

  private GlueDoor door(SecretKeys secrets, AccessKey... keys) {
    return GlueDoor.open(
        catalog,
        new GlueSettings(ACCOUNT, "eu-west-1", List.of(keys), Set.of(KMS_KEY), secrets),
        new ConnectionProbes(new JdbcDatabaseProbe(), new MongoProbe()),
        new StoredCrawlers(),
        new LakeMetadata(lake));
  }

  /** Goes on with other keys for secrets. */
  void useSecretKeys(SecretKeys secrets) {
    door = door(secrets);
  }

  /** Texts that the database file holds. */
  String storedBytes() throws IOException {
    var stored = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        stored.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return stored.toString();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(GivenGlue::delete);
    }
  }

  private void close() {
    store.close();
    lake.close();
  }

  void restart() {
    close();
    open();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below a folder of the lake, "" for all. */
  List<String> files(String below) {
    try (var entries = lake.list(warehouse() + below)) {
      return entries.map(FileEntry::location).sorted().toList();
    }
  }

  /** The text of a file. */
  String read(String location) {
    return new String(lake.read(location, 1 << 20), StandardCharsets.UTF_8);
  }

  String warehouse() {
    return "file:" + folder.resolve("warehouse");
  }

  /** The catalog as the Hive door sees it. */
  Session hive() {
    return catalog.as(new Caller("hive", "thrift"));
  }

  /** An answer. */
  record Reply(int status, Map<String, String> headers, JsonNode body) {
    String error() {
      return body.path("__type").asText();
    }

    String message() {
      return body.path("Message").asText();
    }
  }

  /** Calls an operation; single quotes stand for double ones. */
  Reply call(String operation, String json) {
    return callExactly(operation, json.replace('\'', '"'));
  }

  Reply callExactly(String operation, String json) {
    return target("AWSGlue." + operation, json);
  }

  /** Calls an operation of CloudWatch Logs; single quotes stand for double ones. */
  Reply logs(String operation, String json) {
    return target("Logs_20140328." + operation, json.replace('\'', '"'));
  }

  private Reply target(String target, String json) {
    return reply(
        door.answer(
            new HttpCall(
                "POST",
                "/",
                "",
                Map.of(
                    "X-Amz-Target",
                    List.of(target),
                    "Content-Type",
                    List.of("application/x-amz-json-1.1")),
                json.getBytes(StandardCharsets.UTF_8))));
  }

  static Reply reply(HttpReply reply) {
    try {
      return new Reply(reply.status(), reply.headers(), JSON.readTree(text(reply)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(HttpReply reply) {
    try {
      var bytes = new ByteArrayOutputStream();
      reply.body().writeTo(bytes);
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, which must succeed. */
  JsonNode done(String operation, String json) {
    var reply = call(operation, json);
    if (reply.status() != 200) {
      throw new AssertionError(operation + " was answered " + reply.body());
    }
    return reply.body();
  }

  /** All that a paged operation lists, in pages of a size. */
  List<JsonNode> pages(String operation, String json, String list, int size) {
    var all = new ArrayList<JsonNode>();
    var token = "";
    do {
      var page =
          done(
              operation,
              json.substring(0, json.length() - 1)
                  + (json.equals("{}") ? "" : ",")
                  + "'MaxResults':"
                  + size
                  + (token.isEmpty() ? "" : ",'NextToken':'" + token + "'")
                  + "}");
      page.path(list).forEach(all::add);
      token = page.path("NextToken").asText("");
    } while (!token.isEmpty());
    return all;
  }

  void database(String name) {
    done("CreateDatabase", "{'DatabaseInput':{'Name':'" + name + "'}}");
  }

  /** A table of one column, {@code id}, with partition keys {@code name:type}. */
  void table(String database, String name, String... keys) {
    var columns = new ArrayList<String>();
    for (var key : keys) {
      int colon = key.indexOf(':');
      columns.add(
          "{'Name':'%s','Type':'%s'}".formatted(key.substring(0, colon), key.substring(colon + 1)));
    }
    done(
        "CreateTable",
        """
        {'DatabaseName':'%s','TableInput':{'Name':'%s','TableType':'EXTERNAL_TABLE',
         'StorageDescriptor':{'Columns':[{'Name':'id','Type':'bigint'}],'Location':'s3://lake/%s'},
         'PartitionKeys':[%s]}}\
        """
            .formatted(database, name, name, String.join(",", columns)));
  }

  void partition(String database, String table, String... values) {
    done(
        "CreatePartition",
        """
        {'DatabaseName':'%s','TableName':'%s','PartitionInput':{'Values':['%s'],
         'StorageDescriptor':{'Columns':[{'Name':'id','Type':'bigint'}]}}}\
        """
            .formatted(database, table, String.join("','", values)));
  }
}
