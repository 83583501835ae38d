package io.propolis.crawlers.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.propolis.crawlers.formats.FileSchema.JsonForm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads samples of JSON: an object on every line, one array of rows, or an object that is a file.
 * Lines are read whole; of the others no more than one row is held at a time.
 */
final class JsonText implements ContentClassifier {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader READER =
      MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** One broken line in so many is passed over; more, and the file is not JSON lines. */
  private static final int TOLERANCE = 20;

  /** What every record that CloudTrail writes has. */
  private static final List<String> CLOUDTRAIL = List.of("eventVersion", "eventTime", "eventName");

  private final TextSample sample;
  private final ValueShape shape = new ValueShape(ValueShape.Texts.QUOTED);
  private final ShapeFiller filler = new ShapeFiller(shape);
  private final JsonTape tape = new JsonTape();
  private final String origin;
  private long rows;
  private long broken;
  private String firstBroken = "";

  /** The classifier. */
  JsonText() {
    this(
        new TextSample("", Compression.NONE, TextEncoding.UTF_8, BytedText.EMPTY, List.of(), true));
  }

  private JsonText(TextSample sample) {
    this.sample = sample;
    this.origin = sample.origin();
  }

  @Override
  public String name() {
    return "json";
  }

  /** Empty for what does not begin as JSON; what does and is broken is refused. */
  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var text = content.text();
    return switch (text.start()) {
      case '{' -> Optional.of(new JsonText(text).objects());
      case '[' -> new JsonText(text).array();
      default -> Optional.empty();
    };
  }

  /** One of the first lines may be broken; within a document none is an object of its own. */
  private Recognised objects() throws UnreadableFileException {
    var head = sample.bytes().get(0);
    boolean isLines =
        tape.line(head, head.firstSign()) >= 0
            || sample
                .head()
                .lines()
                .filter(l -> !l.isBlank())
                .limit(3)
                .anyMatch(JsonText::isObject);
    return isLines ? lines() : document();
  }

  private static boolean isObject(String line) {
    try {
      return line.stripLeading().startsWith("{") && READER.<JsonNode>readValue(line).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private Recognised lines() throws UnreadableFileException {
    for (var piece : sample.bytes()) {
      int start = 0;
      while (start < piece.length()) {
        int next = tape.line(piece, start);
        if (next >= 0) {
          rows++;
          filler.add(tape, origin);
          start = next;
        } else {
          int end = piece.lineEnd(start);
          lines(piece.part(start, end));
          start = end + 1;
        }
      }
    }
    if (broken * TOLERANCE > rows) {
      throw new UnreadableFileException(
          "it begins as JSON, but %d of %d sampled lines hold no object of their own (%s)"
              .formatted(broken, rows, firstBroken));
    }
    return recognised(JsonForm.LINES, 1.0 - (double) broken / rows, List.of());
  }

  /** A line, or several that end otherwise. */
  private void lines(String text) throws UnreadableFileException {
    for (var line : (Iterable<String>) text.lines()::iterator) {
      if (!line.isBlank()) {
        rows++;
        line(line);
      }
    }
  }

  private void line(String line) throws UnreadableFileException {
    try {
      JsonNode value = READER.readValue(line);
      if (!value.isObject()) {
        throw new UnreadableFileException("line %d is a JSON value and no object".formatted(rows));
      }
      shape.add(value, origin);
    } catch (JsonProcessingException e) {
      firstBroken = broken == 0 ? "line " + rows + ": " + said(e) : firstBroken;
      broken++;
    }
  }

  /** What Jackson says, without the method that sets a limit. */
  private static String said(JsonProcessingException e) {
    return e.getOriginalMessage().replaceAll(", from `[^`]*`", "");
  }

  /** A number, a truth value or a text in quotes as a node. */
  static JsonNode literal(String literal) {
    try {
      return MAPPER.readTree(literal);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("No JSON literal: " + literal, e);
    }
  }

  /** One object over several lines, or several. */
  private Recognised document() throws UnreadableFileException {
    try (var parser = MAPPER.createParser(sample.head())) {
      while (parser.nextToken() != null) {
        JsonNode value = parser.readValueAsTree();
        if (!value.isObject()) {
          throw new UnreadableFileException("it holds JSON values that are no objects");
        }
        shape.add(value, origin);
        rows++;
      }
    } catch (IOException e) {
      refuse(e);
    }
    return recognised(
        JsonForm.DOCUMENT,
        1.0,
        rows == 1
            ? List.of()
            : List.of(
                "holds objects over several lines, one after the other: Spark reads the first of"
                    + " them, others none"));
  }

  /** Only the head of a long file is read, which ends within a row. */
  private void refuse(IOException e) throws UnreadableFileException {
    if (e instanceof UnreadableFileException known) {
      throw known;
    }
    if (rows == 0 && !sample.whole()) {
      throw new LongRowException("its first row is JSON", e);
    }
    if (sample.whole()) {
      throw new UnreadableFileException(
          "it begins as JSON and is broken: "
              + (e instanceof JsonProcessingException json ? said(json) : e.getMessage()),
          e);
    }
  }

  /** Empty for an array of other values than objects, which no table has for rows. */
  private Optional<Recognised> array() throws UnreadableFileException {
    try (var parser = MAPPER.createParser(sample.head())) {
      parser.nextToken();
      while (parser.nextToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        JsonNode row = parser.readValueAsTree();
        shape.add(row, origin);
        rows++;
      }
      if (parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() != null) {
        throw new UnreadableFileException("it holds several JSON arrays");
      }
    } catch (JsonProcessingException e) {
      if (rows == 0 && !sample.head().stripLeading().substring(1).stripLeading().startsWith("{")) {
        return Optional.empty();
      }
      refuse(e);
    } catch (IOException e) {
      refuse(e);
    }
    if (rows == 0) {
      throw new UnreadableFileException("it is an empty JSON array");
    }
    return Optional.of(recognised(JsonForm.ARRAY, 1.0, List.of()));
  }

  private Recognised recognised(JsonForm form, double certainty, List<String> notices) {
    var schema =
        new FileSchema.Json(
            sample.compression(),
            isCloudTrail() ? "cloudtrail" : name(),
            form,
            null,
            shape,
            sample.encoding(),
            rows == 0 ? 0 : sample.length() / rows);
    return new Recognised(schema, isCloudTrail() ? "cloudtrail" : name(), certainty, notices);
  }

  /** Files of CloudTrail hold one object with all records in an array. */
  private boolean isCloudTrail() {
    return shape.fields().size() == 1
        && shape
            .at("Records")
            .flatMap(ValueShape::inArrays)
            .filter(record -> CLOUDTRAIL.stream().allMatch(f -> record.at(f).isPresent()))
            .isPresent();
  }

  /**
   * The rows that a path leads to, as a custom classifier says.
   *
   * @param path Glue's JsonPath: names, {@code .*}, {@code [*]} and {@code [3]} after {@code $}
   */
  static Optional<Recognised> atPath(TextSample sample, String path)
      throws UnreadableFileException {
    if (sample.start() != '{' && sample.start() != '[') {
      return Optional.empty();
    }
    var json = new JsonText(sample);
    var steps = JsonSteps.of(path);
    try (var parser = MAPPER.createParser(sample.head())) {
      while (parser.nextToken() != null) {
        json.walk(parser, steps, 0);
      }
    } catch (IOException e) {
      if (json.rows == 0 || sample.whole()) {
        json.refuse(e);
      }
    }
    if (json.rows == 0) {
      return Optional.empty();
    }
    var schema =
        new FileSchema.Json(
            sample.compression(),
            json.name(),
            path.equals("$[*]") ? JsonForm.ARRAY : JsonForm.PATH,
            path,
            json.shape,
            sample.encoding(),
            sample.head().length() / json.rows);
    return Optional.of(new Recognised(schema, "json", 1.0, List.of()));
  }

  private void walk(JsonParser parser, List<String> steps, int depth) throws IOException {
    var token = parser.currentToken();
    if (depth == steps.size()) {
      JsonNode row = parser.readValueAsTree();
      if (row.isObject()) {
        shape.add(row, origin);
        rows++;
      }
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean follows = JsonSteps.leadsInto(steps.get(depth), parser.currentName());
        parser.nextToken();
        step(parser, steps, depth, follows);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken() == null) {
          return;
        }
        step(parser, steps, depth, JsonSteps.leadsInto(steps.get(depth), i));
      }
    }
  }

  private void step(JsonParser parser, List<String> steps, int depth, boolean follows)
      throws IOException {
    if (follows) {
      walk(parser, steps, depth + 1);
    } else {
      parser.skipChildren();
    }
  }
}
