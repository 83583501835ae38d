package io.propolis.thrift;

import io.propolis.thrift.api.ApiMethod;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all methods of the protocol: who has them, who answers them, what shows it. */
final class ProtocolPage {
  private static final Path HANDLERS = Path.of("src/main/java/io/propolis/thrift/handler");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path GENERATIONS = Path.of("src/test/resources/hive-generations.csv");
  private static final Pattern CALL = Pattern.compile("\\.([a-zA-Z_0-9]+)\\(|\"([a-zA-Z_0-9]+)\"");
  private static final Pattern JAVADOC =
      Pattern.compile(
          "/\\*\\*(.*?)\\*/\\s*(?:@[^\\n]*\\n\\s*)*(?:public )?final class", Pattern.DOTALL);

  /**
   * @param generations releases of Hive whose clients can send it
   * @param handler simple name of the class that answers it, "" when none does
   * @param tests simple names of the test classes that call it
   */
  record Row(String method, List<String> generations, String handler, List<String> tests) {}

  private ProtocolPage() {}

  /** All methods that any release has, by name. */
  static List<Row> rows(List<Handler> handlers) throws IOException {
    var answered = answered(handlers);
    var tests = tests();
    var lines = Files.readAllLines(GENERATIONS).stream().filter(l -> !l.startsWith("#")).toList();
    var releases = lines.get(0).split(",");
    var rows = new ArrayList<Row>();
    for (var line : lines.subList(1, lines.size())) {
      var cells = line.split(",");
      var generations = new ArrayList<String>();
      for (int i = 1; i < cells.length; i++) {
        if (cells[i].equals("1")) {
          generations.add(releases[i]);
        }
      }
      rows.add(
          new Row(
              cells[0],
              generations,
              answered.getOrDefault(cells[0], ""),
              List.copyOf(tests.getOrDefault(cells[0], new TreeSet<>()))));
    }
    return rows;
  }

  /** The page, in Markdown. */
  static String render(List<Row> rows) throws IOException {
    var page = new StringBuilder();
    page.append(
        """
        # The Hive Metastore protocol, method by method

        Made from the code by `ProtocolPageTest`; make it anew with
        `./propolis test metastore-server/thrift -- -Dtest=ProtocolPageTest -Dpropolis.regenerate=true`.

        All %d methods that clients of Apache Hive 2.3.10, 3.1.3, 4.0, 4.1 and 4.2 can send. A dot stands for a
        release whose generated classes have the method. The errors are those that the method declares in the
        newest IDL that has it. The tests call it over a socket, on a running server; beside them, `compat-tests`
        runs the published clients and engines.

        """
            .formatted(rows.size()));
    var byHandler =
        rows.stream()
            .collect(Collectors.groupingBy(Row::handler, TreeMap::new, Collectors.toList()));
    for (var group : byHandler.entrySet()) {
      page.append("## ").append(title(group.getKey())).append("\n\n");
      var about = about(group.getKey());
      page.append(about).append("\n\n");
      page.append("| method | 2.3 | 3.1 | 4.0.0 | 4.0.1 | 4.1 | 4.2 | errors | shown by |\n");
      page.append("|---|---|---|---|---|---|---|---|---|\n");
      group.getValue().forEach(row -> page.append(line(row)));
      page.append('\n');
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static String line(Row row) {
    var dots =
        Stream.of("2.3.10", "3.1.3", "4.0.0", "4.0.1", "4.1.0", "4.2.0")
            .map(release -> row.generations().contains(release) ? "•" : " ")
            .collect(Collectors.joining(" | "));
    var errors =
        ApiMethod.find(row.method()).stream()
            .flatMap(method -> method.errors().stream())
            .map(error -> error.getSimpleName().replaceFirst("Exception$", ""))
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(row.method(), dots, errors, String.join(", ", row.tests()));
  }

  private static String title(String handler) {
    var words = handler.replaceFirst("Handler$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return words.isEmpty()
        ? "Not answered"
        : words.charAt(0) + words.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  /** The Javadoc of the handler, as one paragraph, with the file it is in. */
  private static String about(String handler) throws IOException {
    if (handler.isEmpty()) {
      return "";
    }
    var matcher = JAVADOC.matcher(Files.readString(HANDLERS.resolve(handler + ".java")));
    var text = matcher.find() ? matcher.group(1) : "";
    return text.replaceAll("\\n\\s*\\*", " ")
            .replaceAll("<p>", "")
            .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
            .replaceAll("\\s+", " ")
            .strip()
        + " (`"
        + handler
        + "`)";
  }

  private static Map<String, String> answered(List<Handler> handlers) {
    var answered = new TreeMap<String, String>();
    for (var handler : handlers) {
      for (var method : handler.getClass().getDeclaredMethods()) {
        if (isAnswer(method)) {
          answered.put(method.getName(), handler.getClass().getSimpleName());
        }
      }
    }
    return answered;
  }

  private static boolean isAnswer(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && method.getParameterCount() > 0
        && method.getParameterTypes()[0] == ClientSession.class;
  }

  /**
   * By method the test classes that call it, themselves or by a client that they make, or name it
   * for a call by name.
   */
  private static Map<String, TreeSet<String>> tests() throws IOException {
    var tests = new TreeMap<String, TreeSet<String>>();
    var clients = sources("Client.java");
    for (var source : sources("Test.java").entrySet()) {
      var name = source.getKey();
      var text = new StringBuilder(source.getValue());
      clients.forEach(
          (client, ofClient) -> {
            if (source.getValue().contains("new " + client + "(")) {
              text.append(ofClient);
            }
          });
      var matcher = CALL.matcher(text);
      while (matcher.find()) {
        var called = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        tests.computeIfAbsent(called, key -> new TreeSet<>()).add(name);
      }
    }
    return tests;
  }

  /** Texts of the test sources whose names end so, by class. */
  private static Map<String, String> sources(String end) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.walk(TESTS)) {
      for (var file : files.filter(each -> each.toString().endsWith(end)).toList()) {
        texts.put(
            file.getFileName().toString().replaceFirst("\\.java$", ""), Files.readString(file));
      }
    }
    return texts;
  }
}
