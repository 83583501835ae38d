package io.propolis.faults.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * An S3-compatible store of {@code s3://lake/events/day=0000/part-00.json}, that many days and
 * files of a day, which takes its time for each page of a listing and hands out a day with each. It
 * takes any keys, and counts what it does for each.
 */
public final class SlowStore implements AutoCloseable {
  public static final String LOCATION = "s3://lake/events";
  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");
  private static final byte[] CONTENT =
      "{\"id\":1,\"name\":\"one\",\"amount\":12.5}\n{\"id\":2,\"name\":\"two\",\"amount\":1.5}\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final int days;
  private final int files;
  private final Duration page;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> pages = new ConcurrentHashMap<>();
  private final Map<String, Integer> levels = new ConcurrentHashMap<>();
  private final AtomicLong firstPage = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong lastPage = new AtomicLong(Long.MIN_VALUE);

  /** Opens it on a free port. */
  public SlowStore(int days, int files, Duration page) {
    this.days = days;
    this.files = files;
    this.page = page;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException("No port for a store", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public int objects() {
    return days * files;
  }

  /** Pages of days that were begun, by access key. */
  public Map<String, Integer> pages() {
    return Map.copyOf(pages);
  }

  /** From the first page of a day that was asked for to the last one that was answered. */
  public Duration listing() {
    return Duration.ofNanos(lastPage.get() - firstPage.get());
  }

  /** Folders whose level was listed, by access key: only who crawls does that. */
  public Map<String, Integer> levels() {
    return Map.copyOf(levels);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().substring(1);
      int slash = path.indexOf('/');
      if (slash < 0 || slash == path.length() - 1) {
        var query = query(exchange.getRequestURI());
        var by = query.containsKey("delimiter") ? levels : pages;
        by.merge(key(exchange), 1, Integer::sum);
        if (by == pages) {
          firstPage.accumulateAndGet(System.nanoTime(), Math::min);
        }
        Thread.sleep(page.toMillis());
        send(exchange, 200, listing(query));
        if (by == pages) {
          lastPage.accumulateAndGet(System.nanoTime(), Math::max);
        }
      } else {
        object(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String key(HttpExchange exchange) {
    var found = KEY.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
    return found.find() ? found.group(1) : "";
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    var bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(URI uri) {
    var query = new HashMap<String, String>();
    for (var part : uri.getRawQuery().split("&", -1)) {
      var pair = part.split("=", 2);
      query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private String folder(int day) {
    return "events/day=%04d/".formatted(day);
  }

  private String file(int day, int file) {
    return folder(day) + "part-%02d.json".formatted(file);
  }

  /** A page of ListObjectsV2; the token is the day with which it begins. */
  private String listing(Map<String, String> query) {
    var prefix = query.getOrDefault("prefix", "");
    var after = query.getOrDefault("start-after", "");
    var xml = new StringBuilder();
    if (query.containsKey("delimiter")) {
      for (int day = 0; day < days && prefix.equals("events/"); day++) {
        xml.append("<CommonPrefixes><Prefix>" + folder(day) + "</Prefix></CommonPrefixes>");
      }
      for (int file = 0; file < files && prefix.startsWith("events/day="); file++) {
        contents(prefix + "part-%02d.json".formatted(file), xml);
      }
      return result(xml, "");
    }
    int day = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
    while (day < days && isPassed(day, prefix, after)) {
      day++;
    }
    for (int file = 0; file < files && day < days; file++) {
      var key = file(day, file);
      if (key.startsWith(prefix) && key.compareTo(after) > 0) {
        contents(key, xml);
      }
    }
    int next = day + 1;
    return result(xml, next < days && !isPassed(next, prefix, after) ? "" + next : "");
  }

  private boolean isPassed(int day, String prefix, String after) {
    var last = file(day, files - 1);
    return last.compareTo(after) <= 0 || !last.startsWith(prefix);
  }

  private static String result(StringBuilder content, String next) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Name>lake</Name><IsTruncated>%s</IsTruncated>".formatted(!next.isEmpty())
        + (next.isEmpty() ? "" : "<NextContinuationToken>" + next + "</NextContinuationToken>")
        + content
        + "</ListBucketResult>";
  }

  private static void contents(String key, StringBuilder xml) {
    xml.append("<Contents><Key>")
        .append(key)
        .append("</Key><LastModified>2024-01-31T10:00:00.000Z</LastModified><ETag>&quot;")
        .append(Integer.toHexString(key.hashCode()))
        .append("&quot;</ETag><Size>")
        .append(CONTENT.length)
        .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
  }

  private static void object(HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Last-Modified", "Wed, 31 Jan 2024 10:00:00 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(CONTENT.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    var range = exchange.getRequestHeaders().getFirst("Range");
    var bounds = (range == null ? "bytes=0-" : range).substring("bytes=".length()).split("-", 2);
    int first = Integer.parseInt(bounds[0]);
    int last = CONTENT.length - 1;
    if (!bounds[1].isEmpty()) {
      last = Math.min(last, Integer.parseInt(bounds[1]));
    }
    headers.set("Content-Range", "bytes %d-%d/%d".formatted(first, last, CONTENT.length));
    exchange.sendResponseHeaders(range == null ? 200 : 206, last - first + 1L);
    exchange.getResponseBody().write(Arrays.copyOfRange(CONTENT, first, last + 1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
