package io.propolis.jobs.runner;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why an attempt failed, in one line, found in its logs. */
final class FailureReason {
  /** The end of a log is enough: what ended the script stands there. */
  private static final int TAIL_BYTES = 512 * 1024;

  private static final int MAX_LENGTH = 1_000;

  private static final Pattern FRAME = Pattern.compile(" +File \"(.+)\", line (\\d+)(, in .*)?");
  private static final Pattern EXCEPTION = Pattern.compile("([A-Za-z_][\\w.]*)(: ?(.*))?");
  private static final Pattern JVM_EXCEPTION =
      Pattern.compile("Exception in thread \".+?\" ([\\w.$]+(: .*)?)");
  private static final Pattern SPARK_LOG_LINE =
      Pattern.compile(
          "\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d [A-Z]+ .*|WARNING: .*|\\{\"ts\":.*");

  private FailureReason() {}

  /** The reason of a script's failure; names the script's line when there is one. */
  static String of(RunLogs logs, Path script, int exitCode) throws IOException {
    var printed = tail(logs.stdout());
    var spark = tail(logs.stderr());
    var reason =
        traceback(printed, script)
            .or(() -> traceback(spark, script))
            .or(() -> jvmException(spark))
            .orElseGet(() -> exit(exitCode) + lastWords(printed));
    return shortened(reason);
  }

  /** The reason why a preparing command failed: what it said last. */
  static String ofStep(RunLogs logs, String step, int exitCode) throws IOException {
    var said = tail(logs.stderr());
    var error =
        said.stream().filter(line -> line.startsWith("ERROR: ")).reduce((first, last) -> last);
    return shortened(step + " failed: " + error.orElseGet(() -> exit(exitCode) + lastWords(said)));
  }

  /** The last Python error: the first line without indentation after the last stack frame. */
  private static Optional<String> traceback(List<String> lines, Path script) {
    int frame = lastFrame(lines, lines.size());
    if (frame < 0) {
      return Optional.empty();
    }
    for (int i = frame + 1; i < lines.size(); i++) {
      var match = EXCEPTION.matcher(lines.get(i));
      if (!lines.get(i).startsWith(" ") && match.matches()) {
        return Optional.of(message(lines, i, match) + place(lines, frame, script));
      }
    }
    return Optional.empty();
  }

  private static String message(List<String> lines, int at, Matcher match) {
    var type = match.group(1).substring(match.group(1).lastIndexOf('.') + 1);
    var said = match.group(3) == null ? "" : match.group(3).strip();
    if (type.equals("Py4JJavaError") && at + 1 < lines.size()) {
      return javaError(lines.subList(at + 1, lines.size()));
    }
    if (said.isEmpty() && match.group(2) != null && at + 1 < lines.size()) {
      said = lines.get(at + 1).strip();
    }
    return said.isEmpty() ? type : type + ": " + said;
  }

  /** Py4J puts the Java error after a colon on a line of its own, then its stack and causes. */
  private static String javaError(List<String> lines) {
    var outer = lines.get(0).replaceFirst("^: ", "").strip();
    var cause =
        lines.stream()
            .filter(line -> line.startsWith("Caused by: "))
            .reduce((first, last) -> last)
            .map(line -> line.substring("Caused by: ".length()).strip());
    return cause.map(line -> outer + "; caused by " + line).orElse(outer);
  }

  private static int lastFrame(List<String> lines, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (FRAME.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return -1;
  }

  /** The innermost line of the script itself; errors are mostly raised deep within a library. */
  private static String place(List<String> lines, int from, Path script) {
    for (int i = from; i >= 0; i = lastFrame(lines, i)) {
      var frame = FRAME.matcher(lines.get(i));
      if (frame.matches() && frame.group(1).equals(script.toString())) {
        return " (" + script.getFileName() + " line " + frame.group(2) + ")";
      }
    }
    return "";
  }

  private static Optional<String> jvmException(List<String> lines) {
    return lines.stream()
        .map(JVM_EXCEPTION::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        // Spark's way to say that the script ended with another code than 0, which we know.
        .filter(text -> !text.startsWith("org.apache.spark.SparkUserAppException"))
        .reduce((first, last) -> last);
  }

  private static String exit(int code) {
    return code > 128 ? "killed by signal " + (code - 128) : "exit code " + code;
  }

  private static String lastWords(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !SPARK_LOG_LINE.matcher(line).matches())
        .reduce((first, last) -> last)
        .map(line -> "; last output: " + line.strip())
        .orElse("");
  }

  private static List<String> tail(Path file) throws IOException {
    try (var input = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, input.length() - TAIL_BYTES);
      var bytes = new byte[(int) (input.length() - start)];
      input.seek(start);
      input.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
  }
}
