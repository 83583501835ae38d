package io.propolis.glue.auth;

import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What the header {@code Authorization} of a signed request says.
 *
 * @param scope {@code 20261129/us-east-1/glue/aws4_request}
 * @param signedHeaders names in lower case, sorted
 * @param signature in hexadecimal
 */
record Credential(String keyId, String scope, List<String> signedHeaders, String signature) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final int SCOPE_PARTS = 4;

  static Credential parse(String header) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw incomplete("Authorization is not " + ALGORITHM);
    }
    var parts = new TreeMap<String, String>();
    for (var part : header.substring(ALGORITHM.length()).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    var credential = required(parts.get("Credential"), "Credential");
    var headers = required(parts.get("SignedHeaders"), "SignedHeaders");
    var signature = required(parts.get("Signature"), "Signature");
    int slash = credential.indexOf('/');
    var scope = slash < 0 ? "" : credential.substring(slash + 1);
    if (slash <= 0 || scope.split("/", -1).length != SCOPE_PARTS) {
      throw incomplete("Credential must be KEY/DATE/REGION/SERVICE/aws4_request: " + credential);
    }
    return new Credential(
        credential.substring(0, slash),
        scope,
        List.of(headers.toLowerCase(Locale.ROOT).split(";", -1)),
        signature);
  }

  String date() {
    return scope.substring(0, scope.indexOf('/'));
  }

  private static String required(@org.jspecify.annotations.Nullable String part, String name) {
    if (part == null) {
      throw incomplete("Authorization header requires '" + name + "' parameter.");
    }
    return part;
  }

  private static GlueException incomplete(String message) {
    return new GlueException(GlueError.INCOMPLETE_SIGNATURE, message);
  }
}
