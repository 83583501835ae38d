package io.propolis.glue.operations;

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
  private final Map<String, Served<?, ?>> served = new TreeMap<>();

  /** How requests of an operation are read, and who answers them. */
  public record Served<I extends GlueRequest, O extends GlueResponse>(
      Supplier<? extends SdkPojo> builder, Class<I> request, Operation<I, O> operation) {}

  /** Operations of one noun. */
  interface Noun {
    void serve(OperationTable table);
  }

  /** All that this server does. */
  public static OperationTable complete() {
    var table = new OperationTable();
    new DatabaseCalls().serve(table);
    new TableCalls().serve(table);
    new TableVersionCalls().serve(table);
    new PartitionCalls().serve(table);
    new PartitionBatchCalls().serve(table);
    new TableStatisticsCalls().serve(table);
    new PartitionStatisticsCalls().serve(table);
    new FunctionCalls().serve(table);
    return table;
  }

  <I extends GlueRequest, O extends GlueResponse> void add(
      Class<I> request, Supplier<? extends SdkPojo> builder, Operation<I, O> operation) {
    var type = request.getSimpleName();
    var name = type.substring(0, type.length() - "Request".length());
    if (served.put(name, new Served<>(builder, request, operation)) != null) {
      throw new IllegalStateException("Operation " + name + " is served twice");
    }
  }

  public Optional<Served<?, ?>> find(String operation) {
    return Optional.ofNullable(served.get(operation));
  }

  /** Sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(served.keySet());
  }
}
