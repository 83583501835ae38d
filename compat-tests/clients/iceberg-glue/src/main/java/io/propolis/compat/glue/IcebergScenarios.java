package io.propolis.compat.glue;

import static io.propolis.compat.glue.GlueScenarios.refused;
import static io.propolis.compat.glue.GlueScenarios.same;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.glue.model.CreateIcebergTableInput;
import software.amazon.awssdk.services.glue.model.IcebergStructField;

/** Iceberg's GlueCatalog for Java. */
final class IcebergScenarios {
  private static final int WRITERS = 16;
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "at", Types.TimestampType.withZone()));

  private final URI endpoint;
  private final String folder;
  private final GlueCatalog catalog;

  IcebergScenarios(URI endpoint, String folder) {
    this.endpoint = endpoint;
    this.folder = folder;
    this.catalog = catalog();
  }

  private GlueCatalog catalog() {
    var properties = new HashMap<String, String>();
    properties.put("glue.endpoint", endpoint.toString());
    properties.put("client.region", "us-east-1");
    properties.put(
        "client.credentials-provider",
        "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider");
    properties.put("http-client.type", "apache");
    properties.put("warehouse", folder);
    properties.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    System.setProperty("aws.accessKeyId", "compat");
    System.setProperty("aws.secretAccessKey", "secret");
    var made = new GlueCatalog();
    made.setConf(new Configuration());
    made.initialize("glue", properties);
    return made;
  }

  private Table table(String namespace, Map<String, String> properties) {
    catalog.createNamespace(Namespace.of(namespace));
    return catalog.createTable(
        TableIdentifier.of(namespace, "orders"), SCHEMA, PartitionSpec.unpartitioned(), properties);
  }

  private static void append(Table table, String name) {
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(table.spec())
                .withPath(table.location() + "/data/" + name + ".parquet")
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();
  }

  private static List<String> files(Table table) {
    var files = new ArrayList<String>();
    table.refresh();
    try (var tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }

  @Scenario
  void namespacesAndTablesComeAndGo() {
    var namespace = Namespace.of("ice_names");
    catalog.createNamespace(namespace, Map.of("owner", "ann", "comment", "c"));
    same(catalog.loadNamespaceMetadata(namespace).get("comment"), "c");
    catalog.setProperties(namespace, Map.of("a", "b"));
    same(catalog.loadNamespaceMetadata(namespace).get("a"), "b");
    refused(AlreadyExistsException.class, () -> catalog.createNamespace(namespace));
    refused(
        NoSuchNamespaceException.class,
        () -> catalog.loadNamespaceMetadata(Namespace.of("nowhere")));
    var name = TableIdentifier.of(namespace, "orders");
    catalog.createTable(name, SCHEMA);
    refused(AlreadyExistsException.class, () -> catalog.createTable(name, SCHEMA));
    refused(NamespaceNotEmptyException.class, () -> catalog.dropNamespace(namespace));
    same(catalog.listTables(namespace), List.of(name));
    var renamed = TableIdentifier.of(namespace, "renamed");
    catalog.renameTable(name, renamed);
    refused(NoSuchTableException.class, () -> catalog.loadTable(name));
    append(catalog.loadTable(renamed), "a");
    same(catalog.dropTable(renamed, false), true);
    same(catalog.dropTable(renamed, false), false);
    same(catalog.dropNamespace(namespace), true);
  }

  @Scenario
  void aStaleCommitIsRefused() {
    var table = table("ice_stale", Map.of());
    var other = catalog().loadTable(TableIdentifier.of("ice_stale", "orders"));
    var operations = ((HasTableOperations) other).operations();
    var seen = operations.current();
    append(table, "first");

    var change = TableMetadata.buildFrom(seen).setProperties(Map.of("lost", "update")).build();
    refused(CommitFailedException.class, () -> operations.commit(seen, change));

    same(files(table).size(), 1);
    append(other, "second");
    same(files(table).size(), 2);
  }

  @Scenario
  void schemasEvolve() {
    var table = table("ice_schemas", Map.of());
    table.updateSchema().addColumn("more", Types.StringType.get()).commit();
    table.updateSchema().renameColumn("more", "less").commit();

    same(
        catalog
            .loadTable(TableIdentifier.of("ice_schemas", "orders"))
            .schema()
            .columns()
            .get(2)
            .name(),
        "less");
  }

  /**
   * A table that the server made, for a client of the SDK, is one that Iceberg reads and writes.
   */
  @Scenario
  void tablesThatTheServerMadeAreIcebergTables() {
    catalog.createNamespace(Namespace.of("ice_made"));
    var glue = SdkScenarios.client(endpoint);
    var location = folder + "ice_made/orders";
    glue.createTable(
        request ->
            request
                .databaseName("ice_made")
                .name("orders")
                .openTableFormatInput(
                    format ->
                        format.icebergInput(
                            iceberg ->
                                iceberg
                                    .metadataOperation("CREATE")
                                    .version("2")
                                    .createIcebergTableInput(input -> describe(input, location)))));

    var table = catalog.loadTable(TableIdentifier.of("ice_made", "orders"));
    same(table.location(), location);
    same(table.schema().findField("at").type(), Types.TimestampType.withZone());
    same(table.schema().findField("lines").type().asListType().elementId(), 4);
    same(table.schema().identifierFieldNames(), Set.of("id"));
    same(table.spec().fields().get(0).transform().toString(), "day");
    same(table.sortOrder().fields().get(0).sourceId(), 1);
    same(((HasTableOperations) table).operations().current().formatVersion(), 2);

    var other = table.spec();
    table
        .newFastAppend()
        .appendFile(
            DataFiles.builder(other)
                .withPath(location + "/data/a.parquet")
                .withPartitionPath("day=2026-01-01")
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build())
        .commit();
    table.updateSchema().addColumn("note", Types.StringType.get()).commit();
    same(files(catalog.loadTable(TableIdentifier.of("ice_made", "orders"))).size(), 1);
    same(
        glue.getTable(request -> request.databaseName("ice_made").name("orders"))
            .table()
            .storageDescriptor()
            .columns()
            .get(3)
            .name(),
        "note");
  }

  private static void describe(CreateIcebergTableInput.Builder input, String location) {
    input
        .location(location)
        .schema(
            schema ->
                schema
                    .identifierFieldIds(1)
                    .fields(
                        field(1, "id", Document.fromString("long"), true),
                        field(2, "at", Document.fromString("timestamptz"), false),
                        field(
                            3,
                            "lines",
                            Document.mapBuilder()
                                .putString("type", "list")
                                .putNumber("element-id", 4)
                                .putString("element", "int")
                                .putBoolean("element-required", false)
                                .build(),
                            false)))
        .partitionSpec(spec -> spec.fields(field -> field.sourceId(2).transform("day").name("day")))
        .writeOrder(
            order ->
                order
                    .orderId(1)
                    .fields(
                        field ->
                            field
                                .sourceId(1)
                                .transform("identity")
                                .direction("asc")
                                .nullOrder("nulls-first")));
  }

  private static IcebergStructField field(int id, String name, Document type, boolean required) {
    return IcebergStructField.builder().id(id).name(name).type(type).required(required).build();
  }

  @Scenario
  void sixteenWritersLoseNothing() throws InterruptedException, ExecutionException {
    var table =
        table(
            "ice_writers",
            Map.of("commit.retry.num-retries", "200", "commit.retry.min-wait-ms", "10"));
    var writers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < WRITERS; i++) {
      var writer = "writer-" + i;
      writers.add(
          () -> {
            var own = catalog().loadTable(TableIdentifier.of("ice_writers", "orders"));
            for (int n = 0; n < 3; n++) {
              append(own, writer + "-" + n);
            }
            return null;
          });
    }
    var threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (var done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    same(files(table).size(), WRITERS * 3);
    same(files(table).stream().distinct().count(), (long) WRITERS * 3);
  }
}
