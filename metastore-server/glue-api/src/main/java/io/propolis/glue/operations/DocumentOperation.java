package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers requests of one kind, which the model's check has passed, as the JSON that they are: what
 * is kept as it was described gains nothing from classes in between. Throws as {@link Operation}
 * does.
 */
@FunctionalInterface
public interface DocumentOperation {
  ObjectNode answer(Call call, ObjectNode request);
}
