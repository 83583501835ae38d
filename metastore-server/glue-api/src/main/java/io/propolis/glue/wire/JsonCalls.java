package io.propolis.glue.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.glue.codec.JsonBytes;
import io.propolis.glue.codec.PojoReader;
import io.propolis.glue.codec.RequestTree;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.model.InputCheck;
import io.propolis.glue.model.OperationModel;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.Answer;
import io.propolis.glue.operations.Call;
import io.propolis.glue.operations.OperationTable;
import io.propolis.glue.operations.OperationTable.Served;
import io.propolis.glue.operations.OperationTable.Typed;
import io.propolis.glue.operations.OperationTable.Untyped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/** Calls of the Glue API: from the target and the body of a request to those of its answer. */
final class JsonCalls {
  private static final Logger LOG = LoggerFactory.getLogger(JsonCalls.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceModel model;
  private final InputCheck check;
  private final OperationTable operations;

  JsonCalls(ServiceModel model, OperationTable operations) {
    this.model = model;
    this.check = new InputCheck(model);
    this.operations = operations;
  }

  /**
   * Answers a call. Every failure is an answer, too.
   *
   * @param calls makes the call that operations are given, with the members nobody knows
   */
  HttpReply answer(
      String operation, byte[] body, Map<String, String> headers, Function<Unknown, Call> calls) {
    var known = model.operation(operation);
    if (known.isEmpty()) {
      return JsonErrors.reply(
          GlueError.UNKNOWN_OPERATION, "Unknown operation: " + operation, headers);
    }
    try {
      var tree = tree(body);
      check.check(known.get(), tree);
      var served = operations.find(operation);
      if (served.isEmpty()) {
        throw new GlueException(
            GlueError.OPERATION_NOT_SUPPORTED, operation + " is not supported by this server");
      }
      var unknown = new Unknown();
      return new HttpReply(200, headers, answer(served.get(), tree, calls.apply(unknown), unknown));
    } catch (CatalogException e) {
      return failure(known.get(), CatalogErrors.glue(e), headers);
    } catch (GlueException e) {
      return failure(known.get(), e, headers);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} failed", operation, e);
      return JsonErrors.reply(
          GlueError.INTERNAL_SERVICE, "The server failed; its log says how", headers);
    }
  }

  private static HttpReply.Body answer(Served served, JsonNode tree, Call call, Unknown unknown) {
    if (served instanceof Untyped untyped) {
      var reply = untyped.operation().answer(call, Documents.withoutNulls((ObjectNode) tree));
      return out -> JSON.writeValue(out, reply);
    }
    var reply = answer((Typed<?>) served, tree, call, unknown);
    return out -> write(out, reply);
  }

  private static <I extends GlueRequest> Answer answer(
      Typed<I> served, JsonNode tree, Call call, Unknown unknown) {
    var request = new PojoReader(unknown).read(tree, served.builder().get(), served.request());
    return served.operation().answer(call, request);
  }

  private static HttpReply failure(
      OperationModel operation, GlueException e, Map<String, String> headers) {
    var error = JsonErrors.declared(e.error(), operation);
    if (error == GlueError.INTERNAL_SERVICE) {
      LOG.error("{} failed", operation.name(), e);
    } else {
      LOG.debug("{} is answered {}: {}", operation.name(), error.type(), e.getMessage());
    }
    return JsonErrors.reply(error, String.valueOf(e.getMessage()), headers);
  }

  private static JsonNode tree(byte[] body) {
    if (body.length == 0) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      var tree = RequestTree.parse(body);
      if (!tree.isObject()) {
        throw GlueException.serialization("The body is not a JSON object");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new GlueException(
          GlueError.SERIALIZATION, "The body is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new GlueException(GlueError.SERIALIZATION, "The body cannot be read", e);
    }
  }

  private static void write(OutputStream target, Answer reply) throws IOException {
    var out = new JsonBytes(target);
    reply.writeTo(out);
    out.flush();
  }
}
