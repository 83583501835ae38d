package io.propolis.glue.operations;

import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.connections.ConnectionTest;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.translate.EncodedPartitions;
import io.propolis.glue.translate.EncodedTables;
import io.propolis.glue.translate.IcebergJson;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.GlueResponse;

/** The operations that are served, by name. */
public final class OperationTable {
  private final Map<String, Served> served = new TreeMap<>();

  /** How requests of an operation are read, and who answers them. */
  public sealed interface Served {}

  /** By the classes of AWS's SDK. */
  public record Typed<I extends GlueRequest>(
      Supplier<? extends SdkPojo> builder, Class<I> request, WrittenOperation<I> operation)
      implements Served {}

  /** As JSON. */
  public record Untyped(DocumentOperation operation) implements Served {}

  /** Operations of one noun. */
  interface Noun {
    void serve(OperationTable table);
  }

  /**
   * All that this server does, for requests and replies of the model.
   *
   * @param probes tell whether connections connect
   * @param iceberg makes the metadata of Iceberg tables
   */
  public static OperationTable complete(
      ServiceModel model, ConnectionProbes probes, IcebergMetadata iceberg) {
    var table = new OperationTable();
    var view = new View(model);
    new DatabaseCalls().serve(table);
    var tables = new EncodedTables();
    new TableCalls(tables, new IcebergTableCalls(new IcebergJson(model), iceberg)).serve(table);
    new SearchCalls(tables).serve(table);
    new TableVersionCalls().serve(table);
    var layouts = new EncodedPartitions.Layouts();
    new PartitionCalls(layouts).serve(table);
    new PartitionBatchCalls(layouts).serve(table);
    new UnfilteredCalls(tables, layouts).serve(table);
    new PartitionIndexCalls().serve(table);
    new TableOptimizerCalls().serve(table);
    new CatalogCalls().serve(table);
    new TableStatisticsCalls().serve(table);
    new StatisticsTaskCalls().serve(table);
    new StatisticsSettingsCalls().serve(table);
    new PartitionStatisticsCalls().serve(table);
    new FunctionCalls().serve(table);
    new TagCalls().serve(table);
    new ConnectionCalls(view, new ConnectionTest(probes)).serve(table);
    new ResourcePolicyCalls().serve(table);
    new EncryptionSettingsCalls().serve(table);
    new SecurityConfigurationCalls(model, view).serve(table);
    new BlueprintCalls(model, view).serve(table);
    new UsageProfileCalls(model, view).serve(table);
    new CustomEntityTypeCalls(model, view).serve(table);
    new DataQualityRulesetCalls(model, view).serve(table);
    new DataQualityResultCalls(view).serve(table);
    new IntegrationPropertyCalls(model, view).serve(table);
    new IdentityCenterCalls(model, view).serve(table);
    new CatalogTransferCalls().serve(table);
    new ConnectionTypeCalls(view).serve(table);
    new GlossaryCalls(view).serve(table);
    new FormTypeCalls(view).serve(table);
    new AssetCalls(view).serve(table);
    new AssetPartCalls().serve(table);
    new AssetSearchCalls(view).serve(table);
    new CrawlerCalls().serve(table);
    new CrawlerRunCalls().serve(table);
    new CrawlerScheduleCalls().serve(table);
    new ClassifierCalls().serve(table);
    return table;
  }

  <I extends GlueRequest, O extends GlueResponse> void add(
      Class<I> request, Supplier<? extends SdkPojo> builder, Operation<I, O> operation) {
    addWritten(
        request,
        builder,
        (call, asked) -> {
          var reply = operation.answer(call, asked);
          return Answer.generated(json -> new PojoWriter(json, call.unknown()).write(reply));
        });
  }

  <I extends GlueRequest> void addWritten(
      Class<I> request, Supplier<? extends SdkPojo> builder, WrittenOperation<I> operation) {
    var type = request.getSimpleName();
    var name = type.substring(0, type.length() - "Request".length());
    put(name, new Typed<>(builder, request, operation));
  }

  /** Adds an operation that is answered with documents. */
  void document(String name, DocumentOperation operation) {
    put(name, new Untyped(operation));
  }

  private void put(String name, Served operation) {
    if (served.put(name, operation) != null) {
      throw new IllegalStateException("Operation " + name + " is served twice");
    }
  }

  public Optional<Served> find(String operation) {
    return Optional.ofNullable(served.get(operation));
  }

  /** Sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(served.keySet());
  }
}
