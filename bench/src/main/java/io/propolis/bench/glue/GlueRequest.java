package io.propolis.bench.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Calls of the Glue API as bytes, and what is read of a reply: its token. */
final class GlueRequest {
  /** moto's server tells services apart by what was signed; nobody checks the signature. */
  private static final String HEAD =
      """
      POST / HTTP/1.1\r
      Host: 127.0.0.1\r
      Content-Type: application/x-amz-json-1.1\r
      X-Amz-Target: AWSGlue.%s\r
      X-Amz-Date: 20260101T000000Z\r
      Authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/glue/aws4_request, \
      SignedHeaders=host;x-amz-date, Signature=%064d\r
      Content-Length: %d\r
      \r
      """;

  private static final Pattern TOKEN = Pattern.compile("\"NextToken\": ?\"([^\"]*)\"");

  /** A token stands at the beginning of a reply or at its end. */
  private static final int EDGE = 4096;

  private GlueRequest() {}

  /**
   * @param input JSON, in which single quotes stand for double ones
   */
  static byte[] of(String operation, String input) {
    var body = input.replace('\'', '"').getBytes(UTF_8);
    var head = HEAD.formatted(operation, 0, body.length).getBytes(UTF_8);
    var all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** The next page of a call. */
  static byte[] after(String operation, String input, String token) {
    return of(operation, input.substring(0, input.length() - 1) + ",'NextToken':'" + token + "'}");
  }

  /** The token in the reply that the connection holds. */
  static Optional<String> token(HttpConnection connection) {
    int length = connection.length();
    int edge = Math.min(EDGE, length);
    return found(connection.body(), length - edge, edge)
        .or(() -> found(connection.body(), 0, edge));
  }

  private static Optional<String> found(byte[] body, int from, int length) {
    var text = new String(body, from, length, StandardCharsets.ISO_8859_1);
    var matcher = TOKEN.matcher(text);
    return matcher.find() && !matcher.group(1).isEmpty()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }
}
