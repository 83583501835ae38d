package io.propolis.glue.auth;

import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import io.propolis.glue.wire.HttpCall;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks signatures (AWS's Signature Version 4) when there are keys, and takes requests as they are
 * when there are none. Bodies in signed or unsigned chunks are made whole.
 */
public final class Signatures {
  /** How far a client's clock may be off. */
  static final Duration SKEW = Duration.ofMinutes(5);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String WRONG =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private final Map<String, AccessKey> keys;
  private final Clock clock;

  public Signatures(List<AccessKey> keys, Clock clock) {
    this.keys = keys.stream().collect(Collectors.toMap(AccessKey::id, Function.identity()));
    this.clock = clock;
  }

  /**
   * A request that may be served.
   *
   * @param call with its body whole
   * @param user who calls; the id of the access key when nobody checks it, "" when there is none
   */
  public record Verified(HttpCall call, String user) {}

  /** Throws {@link GlueException} when there are keys and none of them signed the request. */
  public Verified verify(HttpCall call) {
    var header = call.header("authorization");
    if (keys.isEmpty()) {
      return new Verified(
          call.withBody(ChunkedBody.isOne(call) ? ChunkedBody.whole(call) : call.body()),
          header.map(Signatures::claimedUser).orElse(""));
    }
    var credential =
        Credential.parse(
            header.orElseThrow(
                () ->
                    new GlueException(
                        GlueError.MISSING_AUTHENTICATION, "Missing Authentication Token")));
    var key = keys.get(credential.keyId());
    if (key == null) {
      throw new GlueException(
          GlueError.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
    }
    var date = signedAt(call, credential);
    checkSignedHeaders(call, credential);
    var signing = SigningKey.of(key.secret(), credential.scope());
    var canonical =
        CanonicalRequest.of(call, credential.signedHeaders(), payloadHash(call, credential));
    var expected =
        signing.sign(
            String.join(
                "\n",
                Credential.ALGORITHM,
                date,
                credential.scope(),
                SigningKey.sha256(SigningKey.utf8(canonical))));
    if (!SigningKey.areSame(expected, credential.signature())) {
      throw wrong();
    }
    var body =
        ChunkedBody.isOne(call)
            ? ChunkedBody.verified(
                call, new ChunkedBody.Seal(signing, date, credential.scope(), expected))
            : call.body();
    return new Verified(call.withBody(body), key.user());
  }

  static GlueException wrong() {
    return new GlueException(GlueError.INVALID_SIGNATURE, WRONG);
  }

  /** Nobody checks it: it is only a name. */
  private static String claimedUser(String header) {
    int start = header.indexOf("Credential=");
    int end = start < 0 ? -1 : header.indexOf('/', start);
    return end < 0 ? "" : header.substring(start + "Credential=".length(), end);
  }

  private static String payloadHash(HttpCall call, Credential credential) {
    var actual = SigningKey.sha256(call.body());
    var said = call.header("x-amz-content-sha256").orElse(actual);
    // Only what is signed itself may say that the body is not.
    boolean isSigned = credential.signedHeaders().contains("x-amz-content-sha256");
    boolean isOther = (said.equals(UNSIGNED) || ChunkedBody.isOne(call)) && isSigned;
    if (!isOther && !SigningKey.areSame(said, actual)) {
      throw wrong();
    }
    return said;
  }

  /** What is not signed could be changed on the way, and the target says what is done. */
  private static void checkSignedHeaders(HttpCall call, Credential credential) {
    for (var name : call.headers().keySet()) {
      boolean matters = name.equals("host") || name.startsWith("x-amz-");
      if (matters && !credential.signedHeaders().contains(name)) {
        throw new GlueException(
            GlueError.INVALID_SIGNATURE, "'%s' must be a signed header".formatted(name));
      }
    }
  }

  private String signedAt(HttpCall call, Credential credential) {
    var text = call.header("x-amz-date").or(() -> call.header("date")).orElse("");
    Instant signed;
    try {
      signed = LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new GlueException(
          GlueError.INCOMPLETE_SIGNATURE,
          "Date must be in ISO-8601 'basic format'. Got '%s'.".formatted(text),
          e);
    }
    if (!Objects.equals(credential.date(), text.substring(0, "yyyyMMdd".length()))) {
      throw new GlueException(
          GlueError.INVALID_SIGNATURE,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP");
    }
    var now = clock.instant();
    if (signed.isBefore(now.minus(SKEW))) {
      throw new GlueException(
          GlueError.INVALID_SIGNATURE,
          "Signature expired: %s is now earlier than %s (%s - 5 min.)"
              .formatted(text, shown(now.minus(SKEW)), shown(now)));
    }
    if (signed.isAfter(now.plus(SKEW))) {
      throw new GlueException(
          GlueError.INVALID_SIGNATURE,
          "Signature not yet current: %s is still later than %s (%s + 5 min.)"
              .formatted(text, shown(now.plus(SKEW)), shown(now)));
    }
    return text;
  }

  private static String shown(Instant time) {
    return DATE.format(time.atOffset(ZoneOffset.UTC));
  }
}
