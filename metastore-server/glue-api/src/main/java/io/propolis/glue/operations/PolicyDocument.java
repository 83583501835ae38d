package io.propolis.glue.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.glue.wire.GlueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A policy in JSON, as IAM has it.
 *
 * @param text as it was given
 */
record PolicyDocument(String text) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int HASH_BYTES = 16;
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

  /** Of each pair a statement has one. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("Principal", "NotPrincipal"),
          List.of("Action", "NotAction"),
          List.of("Resource", "NotResource"));

  /** InvalidInputException when the text is no policy of a resource. */
  static PolicyDocument checked(String text) {
    var policy = tree(text);
    if (!policy.isObject()) {
      throw invalid("it is not a JSON object");
    }
    var version = policy.path("Version");
    if (!version.isMissingNode() && !VERSIONS.contains(version.asText())) {
      throw invalid("Version is '%s', not one of %s".formatted(version.asText(), VERSIONS));
    }
    var statements = policy.path("Statement");
    if (statements.isObject()) {
      check(statements, 0);
    } else if (statements.isArray() && !statements.isEmpty()) {
      for (int i = 0; i < statements.size(); i++) {
        check(statements.get(i), i);
      }
    } else {
      throw invalid("it has no Statement");
    }
    return new PolicyDocument(text);
  }

  private static void check(JsonNode statement, int index) {
    var effect = statement.path("Effect").asText();
    if (!Set.of("Allow", "Deny").contains(effect)) {
      throw invalid("Effect of statement %d is '%s', not Allow or Deny".formatted(index, effect));
    }
    for (var pair : PAIRS) {
      if (pair.stream().filter(statement::has).count() != 1) {
        throw invalid(
            "statement %d needs %s or %s, and not both".formatted(index, pair.get(0), pair.get(1)));
      }
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw invalid(e.getOriginalMessage());
    }
  }

  private static GlueException invalid(String why) {
    return GlueException.invalidInput("PolicyInJson is not a policy: " + why);
  }

  /** Another text has another one. */
  String hash() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
