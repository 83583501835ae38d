package io.propolis.bench.crawl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An S3-compatible store that lists and hands out a {@link SimulatedBucket}, each answer after a
 * while, to any number of clients at once. It asks for no credentials.
 */
final class SimulatedStore implements AutoCloseable {
  private static final int LONGEST_PAGE = 1000;

  private final SimulatedBucket bucket;
  private final long answerMillis;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong pages = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  SimulatedStore(SimulatedBucket bucket, long answerMillis) throws IOException {
    this.bucket = bucket;
    this.answerMillis = answerMillis;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Pages of listings handed out so far. */
  long pages() {
    return pages.get();
  }

  /** Objects, or parts of some, handed out so far. */
  long reads() {
    return reads.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(answerMillis);
      var path = exchange.getRequestURI().getPath().substring(1);
      int slash = path.indexOf('/');
      if (slash < 0 || slash == path.length() - 1) {
        pages.incrementAndGet();
        send(exchange, 200, page(query(exchange.getRequestURI())));
      } else {
        reads.incrementAndGet();
        object(exchange, path.substring(slash + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    var bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(URI uri) {
    var query = new HashMap<String, String>();
    if (uri.getRawQuery() != null) {
      for (var part : uri.getRawQuery().split("&")) {
        var pair = part.split("=", 2);
        query.put(
            pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** A page of ListObjectsV2; the token is the number of the object at which the next begins. */
  private String page(Map<String, String> query) {
    var prefix = query.getOrDefault("prefix", "");
    var delimiter = query.getOrDefault("delimiter", "");
    int most = Integer.parseInt(query.getOrDefault("max-keys", String.valueOf(LONGEST_PAGE)));
    var token = Optional.ofNullable(query.get("continuation-token"));
    var after = query.getOrDefault("start-after", "");
    int at =
        token
            .map(Integer::parseInt)
            .orElseGet(() -> Math.max(bucket.from(prefix), after.isEmpty() ? 0 : after(after)));
    int end = bucket.from(prefix + Character.MAX_VALUE);
    var xml = new StringBuilder(256 << 10);
    int count = 0;
    while (at < end && count < Math.min(most, LONGEST_PAGE)) {
      var key = bucket.key(at);
      int folder = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (folder >= 0) {
        var common = key.substring(0, folder + delimiter.length());
        xml.append("<CommonPrefixes><Prefix>").append(common).append("</Prefix></CommonPrefixes>");
        at = bucket.from(common + Character.MAX_VALUE);
      } else {
        contents(key, xml);
        at++;
      }
      count++;
    }
    boolean more = at < end;
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Name>%s</Name><Prefix>%s</Prefix><KeyCount>%d</KeyCount><MaxKeys>%d</MaxKeys>"
            .formatted(SimulatedBucket.NAME, prefix, count, most)
        + "<IsTruncated>%s</IsTruncated>".formatted(more)
        + (more ? "<NextContinuationToken>%d</NextContinuationToken>".formatted(at) : "")
        + xml
        + "</ListBucketResult>";
  }

  private int after(String key) {
    int at = bucket.from(key);
    return bucket.has(key) ? at + 1 : at;
  }

  private void contents(String key, StringBuilder xml) {
    xml.append("<Contents><Key>")
        .append(key)
        .append("</Key><LastModified>2024-01-31T10:00:00.000Z</LastModified><ETag>&quot;")
        .append(Integer.toHexString(key.hashCode()))
        .append("&quot;</ETag><Size>")
        .append(bucket.content().length)
        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
  }

  private void object(HttpExchange exchange, String key) throws IOException {
    if (!bucket.has(key)) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        send(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>");
      }
      return;
    }
    var content = bucket.content();
    var headers = exchange.getResponseHeaders();
    headers.set("ETag", "\"" + Integer.toHexString(key.hashCode()) + "\"");
    headers.set("Last-Modified", "Wed, 31 Jan 2024 10:00:00 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    var range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
      return;
    }
    var bounds = range.substring("bytes=".length()).split("-", 2);
    int first = Integer.parseInt(bounds[0]);
    int last =
        bounds[1].isEmpty()
            ? content.length - 1
            : Math.min(content.length - 1, Integer.parseInt(bounds[1]));
    headers.set("Content-Range", "bytes %d-%d/%d".formatted(first, last, content.length));
    exchange.sendResponseHeaders(206, last - first + 1L);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, first, last + 1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
