package io.propolis.glue.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the API.
 *
 * @param input name of the shape of its requests; absent when they hold nothing
 * @param errors names of the errors that it declares
 */
public record OperationModel(
    String name, @Nullable String input, @Nullable String output, Set<String> errors) {
  public OperationModel {
    errors = Set.copyOf(errors);
  }
}
