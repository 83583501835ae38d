package io.propolis.glue.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request of HTTP.
 *
 * @param path as it came, percent-encoded
 * @param query as it came, percent-encoded; "" when there is none
 * @param headers values by name in lower case, in their order
 * @param body whole, as it came
 */
public record HttpCall(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
  public HttpCall {
    var folded = new TreeMap<String, List<String>>();
    headers.forEach(
        (name, values) -> folded.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    headers = Map.copyOf(folded);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).filter(v -> !v.isEmpty()).map(v -> v.get(0));
  }

  public HttpCall withBody(byte[] newBody) {
    return new HttpCall(method, path, query, headers, newBody);
  }
}
