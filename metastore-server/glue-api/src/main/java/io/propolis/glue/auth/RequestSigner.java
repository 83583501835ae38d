package io.propolis.glue.auth;

import io.propolis.glue.wire.HttpCall;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Signs requests as {@link Signatures} verifies them: Signature Version 4. */
public final class RequestSigner {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String keyId;
  private final String secret;
  private final String region;

  public RequestSigner(String keyId, String secret, String region) {
    this.keyId = keyId;
    this.secret = secret;
    this.region = region;
  }

  /** The headers that a signed request of the Glue API has beside its own. */
  public Map<String, String> sign(HttpCall call, Instant at) {
    var time = TIME.format(at);
    var scope = "%s/%s/glue/aws4_request".formatted(time.substring(0, 8), region);
    var headers = new LinkedHashMap<>(call.headers());
    headers.put("x-amz-date", List.of(time));
    var signedCall = new HttpCall(call.method(), call.path(), call.query(), headers, call.body());
    var names = List.copyOf(new TreeSet<>(signedCall.headers().keySet()));
    var canonical = CanonicalRequest.of(signedCall, names, SigningKey.sha256(call.body()));
    var text =
        String.join(
            "\n", Credential.ALGORITHM, time, scope, SigningKey.sha256(SigningKey.utf8(canonical)));
    return Map.of(
        "x-amz-date",
        time,
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                Credential.ALGORITHM,
                keyId,
                scope,
                String.join(";", names),
                SigningKey.of(secret, scope).sign(text)));
  }
}
