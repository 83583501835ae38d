package io.propolis.glue.wire;

import com.fasterxml.jackson.core.JsonFactory;
import io.propolis.glue.model.OperationModel;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Errors as AWS JSON shows them. */
final class JsonErrors {
  static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private static final JsonFactory JSON = new JsonFactory();

  /** What an operation may say instead of an error that it does not declare; the first it does. */
  private static final List<GlueError> INSTEAD =
      List.of(GlueError.INVALID_INPUT, GlueError.ENTITY_NOT_FOUND, GlueError.ACCESS_DENIED);

  private JsonErrors() {}

  /** The same error, or one that the operation declares. */
  static GlueError declared(GlueError error, OperationModel operation) {
    if (!error.isOfTheApi()
        || error == GlueError.INTERNAL_SERVICE
        || operation.errors().contains(error.type())) {
      return error;
    }
    if (error == GlueError.ALREADY_EXISTS
        && operation.errors().contains(GlueError.CONFLICT.type())) {
      return GlueError.CONFLICT;
    }
    return INSTEAD.stream()
        .filter(other -> operation.errors().contains(other.type()))
        .findFirst()
        .orElse(GlueError.VALIDATION);
  }

  static HttpReply reply(GlueError error, String message, Map<String, String> headers) {
    return HttpReply.text(error.status(), headers, body(error.type(), message));
  }

  private static String body(String type, String message) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("__type", type);
      json.writeStringField("Message", message);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
