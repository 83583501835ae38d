package io.propolis.glue.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.ResourceWrites;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Requests that a client may send again when it missed the answer, told by a token that it made up:
 * they are answered as the first time. With another request the token is refused.
 */
final class ClientTokens {
  private static final String TOKEN = "ClientToken";

  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private ClientTokens() {}

  /**
   * Makes the changes of a request, all of them or none, once if it has a token.
   *
   * @param work gives the reply; it may be called again, after what it did was undone
   */
  static ObjectNode once(
      Call call, String operation, ObjectNode request, Function<ResourceWrites, ObjectNode> work) {
    var token = Documents.textOf(request, TOKEN);
    if (token == null) {
      return call.session().resources().together(work);
    }
    var asked = digest(Documents.without(request, List.of(TOKEN)));
    var answered =
        call.session()
            .resources()
            .once(operation + " " + token, asked, writes -> Documents.text(work.apply(writes)));
    if (!answered.request().equals(asked)) {
      throw new GlueException(
          GlueError.IDEMPOTENT_PARAMETER_MISMATCH,
          "%s %s came with another %s before".formatted(TOKEN, token, operation));
    }
    return Documents.read(answered.answer());
  }

  /** The same for the same members, in whatever order. */
  private static String digest(ObjectNode request) {
    try {
      var sorted = SORTED.writeValueAsString(SORTED.convertValue(request, Map.class));
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(sorted.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
