package io.propolis.glue.auth;

import io.propolis.glue.wire.HttpCall;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A request as both sides spell it before they sign it. */
final class CanonicalRequest {
  private static final Pattern BLANKS = Pattern.compile(" +");

  private CanonicalRequest() {}

  static String of(HttpCall call, List<String> signedHeaders, String payloadHash) {
    var headers = new StringBuilder();
    for (var name : signedHeaders) {
      var values = call.headers().getOrDefault(name, List.of());
      headers.append(name).append(':').append(joined(values)).append('\n');
    }
    return String.join(
        "\n",
        call.method().toUpperCase(Locale.ROOT),
        call.path().isEmpty() ? "/" : path(call.path()),
        query(call.query()),
        headers.toString(),
        String.join(";", signedHeaders),
        payloadHash);
  }

  private static String joined(List<String> values) {
    return values.stream()
        .map(value -> BLANKS.matcher(value.strip()).replaceAll(" "))
        .collect(Collectors.joining(","));
  }

  /** What came is encoded once; services other than S3 sign it encoded twice. */
  private static String path(String encoded) {
    return encode(encoded).replace("%2F", "/");
  }

  private static String query(String encoded) {
    if (encoded.isEmpty()) {
      return "";
    }
    var pairs = new ArrayList<String>();
    for (var pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(encode(decode(name)) + "=" + encode(decode(value)));
    }
    pairs.sort(null);
    return String.join("&", pairs);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // not encoded, then
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
