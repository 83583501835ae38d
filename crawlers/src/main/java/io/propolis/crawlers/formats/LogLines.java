package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier.Grok;
import io.propolis.crawlers.definition.GrokPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs whose lines one of some patterns matches: those that Glue knows, and custom ones. */
record LogLines(String name, List<Form> forms) implements ContentClassifier {
  /** One line in so many may be another, such as a stack trace's. */
  private static final int TOLERANCE = 10;

  /** Names that the patterns below share. */
  private static final String SHARED =
      """
      INQUOTES [^\\\\"]*(?:\\\\.[^\\\\"]*)*
      SECONDS [0-9]+\\.[0-9]+
      PROGRAM [^\\s\\[\\]:]+
      REDISTIME %{MONTHDAY} %{MONTH}(?: %{YEAR})? %{TIME}
      APACHE %{IPORHOST:clientip} %{NOTSPACE:ident} %{NOTSPACE:auth} \\[%{HTTPDATE:timestamp}\\] \
      "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})" \
      %{INT:response:int} (?:%{INT:bytes:long}|-)
      SYSLOG %{NOTSPACE:host} %{PROGRAM:program}(?:\\[%{POSINT:pid:int}\\])?: ?%{GREEDYDATA:message}
      """;

  /** In the order in which Glue asks them. */
  static final List<LogLines> BUILT_IN =
      List.of(
          log(
              "combined_apache",
              "] \"",
              "%{APACHE} \"%{INQUOTES:referrer}\" \"%{INQUOTES:agent}\""),
          log("apache", "] \"", "%{APACHE}"),
          log(
              "linux_kernel",
              " kernel: ",
              "%{SYSLOGTIMESTAMP:timestamp} %{NOTSPACE:host} kernel: "
                  + "(?:\\[ *%{SECONDS:uptime:double}\\] )?%{GREEDYDATA:message}",
              "] ",
              "\\[ *%{SECONDS:uptime:double}\\] %{GREEDYDATA:message}"),
          log(
              "microsoft_log",
              ", ",
              "%{NOTSPACE:client_ip}, %{DATA:user}, %{DATE_US:date}, %{TIME:time}, %{WORD:service},"
                  + " %{DATA:server_name}, %{NOTSPACE:server_ip}, %{INT:time_taken:long},"
                  + " %{INT:bytes_received:long}, %{INT:bytes_sent:long}, %{INT:status:int},"
                  + " %{INT:win32_status:int}, %{WORD:method}, %{DATA:target},"
                  + " %{DATA:parameters},"),
          log(
              "ruby_logger",
              ", [",
              "[A-Z], \\[%{TIMESTAMP_ISO8601:timestamp} *#%{POSINT:pid:int}\\] +%{WORD:loglevel} -- "
                  + "%{DATA:progname}: %{GREEDYDATA:message}"),
          log(
              "squid",
              "/",
              "%{SECONDS:timestamp:double} +%{INT:duration:long} %{IPORHOST:client_address} "
                  + "%{WORD:cache_result}/%{NONNEGINT:status_code:int} %{INT:bytes:long} "
                  + "%{NOTSPACE:request_method} %{NOTSPACE:url} %{NOTSPACE:user} "
                  + "%{WORD:hierarchy_code}/%{NOTSPACE:server} %{NOTSPACE:content_type}"),
          log(
              "redismonlog",
              "] \"",
              "%{SECONDS:timestamp:double} \\[%{INT:database:int} %{DATA:client}"
                  + "(?::%{POSINT:port:int})?\\] \"%{INQUOTES:command}\"(?: %{GREEDYDATA:params})?"),
          log(
              "redislog",
              ":",
              "%{POSINT:pid:int}:%{WORD:role} %{REDISTIME:timestamp} %{NOTSPACE:level} "
                  + "%{GREEDYDATA:message}",
              "] ",
              "\\[%{POSINT:pid:int}\\] %{REDISTIME:timestamp} %{NOTSPACE:level} "
                  + "%{GREEDYDATA:message}"),
          log(
              "syslog",
              ":",
              "(?:<%{NONNEGINT:priority:int}>)?%{SYSLOGTIMESTAMP:timestamp} %{SYSLOG}",
              ":",
              "(?:<%{NONNEGINT:priority:int}>)?%{TIMESTAMP_ISO8601:timestamp} %{SYSLOG}",
              ">",
              "<%{NONNEGINT:priority:int}>%{NONNEGINT:version:int} %{NOTSPACE:timestamp} "
                  + "%{NOTSPACE:host} %{NOTSPACE:program} %{NOTSPACE:pid} %{NOTSPACE:message_id} "
                  + "(?:-|%{STRUCTURED:structured_data})(?: %{GREEDYDATA:message})?"));

  LogLines {
    forms = List.copyOf(forms);
  }

  /**
   * How a line is written.
   *
   * @param part what each such line holds; lines without it need no pattern to be told from these
   */
  record Form(Grok grok, String part) {
    boolean isOf(String line) {
      return line.contains(part) && BoundedText.matches(grok.pattern().regex(), line);
    }
  }

  /** Of forms, each with the part that its lines hold, and its pattern. */
  private static LogLines log(String name, String... forms) {
    var all = new ArrayList<Form>();
    for (int i = 0; i < forms.length; i += 2) {
      var pattern = GrokPattern.compile(forms[i + 1], SHARED + "STRUCTURED \\[.*?\\](?= |$)\n");
      all.add(new Form(new Grok(name, name, pattern), forms[i]));
    }
    return new LogLines(name, all);
  }

  /** Of a custom classifier. */
  static LogLines of(Grok grok) {
    return new LogLines(grok.classification(), List.of(new Form(grok, "")));
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var text = content.text();
    Optional<Recognised> best = Optional.empty();
    for (var form : forms) {
      var found = matched(text, form);
      if (found.isPresent()
          && (best.isEmpty() || found.get().certainty() > best.get().certainty())) {
        best = found;
      }
    }
    return best;
  }

  private static Optional<Recognised> matched(TextSample text, Form form) {
    if (text.firstLines().stream().noneMatch(form::isOf)) {
      return Optional.empty();
    }
    var grok = form.grok();
    long lines = 0;
    long matching = 0;
    for (var piece : text.pieces()) {
      for (var line : (Iterable<String>) piece.lines()::iterator) {
        if (!line.isBlank()) {
          lines++;
          matching += form.isOf(line) ? 1 : 0;
        }
      }
    }
    if ((lines - matching) * TOLERANCE > lines) {
      return Optional.empty();
    }
    var notices =
        matching < lines
            ? List.of(
                "has %d of %d sampled lines that the pattern does not match; they are read as nulls"
                    .formatted(lines - matching, lines))
            : List.<String>of();
    return Optional.of(
        new Recognised(
            new FileSchema.Matched(text.compression(), grok, text.length() / lines),
            grok.classification(),
            (double) matching / lines,
            notices));
  }
}
