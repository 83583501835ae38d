package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Predicate;
import java.util.ArrayDeque;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.jspecify.annotations.Nullable;

/** Parses a filter text into a predicate. */
public final class FilterParser {
  /** Deeper nesting than any engine writes, and far from the end of a thread's stack. */
  private static final int MAX_DEPTH = 250;

  private FilterParser() {}

  /**
   * The predicate that the text means; no text means all.
   *
   * @throws CatalogException INVALID naming the text and the place where it is not understood
   */
  public static Predicate parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Predicate.ALL;
    }
    var errors = new Errors(text);
    var lexer = new HiveFilterLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(errors);
    var tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkDepth(tokens);
    var parser = new HiveFilterParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    return new PredicateBuilder().visit(parser.filter());
  }

  /** Counts parentheses, and negations until the group ends that they stand in. */
  private static void checkDepth(CommonTokenStream tokens) {
    var outer = new ArrayDeque<Integer>();
    int depth = 0;
    for (var token : tokens.getTokens()) {
      switch (token.getText()) {
        case "(" -> {
          outer.push(depth);
          depth++;
        }
        case ")" -> depth = outer.isEmpty() ? 0 : outer.pop();
        default ->
            depth = nextDepth(token.getType(), depth, outer.isEmpty() ? 0 : outer.peek() + 1);
      }
      if (depth > MAX_DEPTH) {
        throw invalid(Entity.REQUEST, "Filter is nested deeper than " + MAX_DEPTH + " levels");
      }
    }
  }

  private static int nextDepth(int token, int depth, int ofGroup) {
    return switch (token) {
      case HiveFilterLexer.NOT -> depth + 1;
      case HiveFilterLexer.AND, HiveFilterLexer.OR -> ofGroup;
      default -> depth;
    };
  }

  private static final class Errors extends BaseErrorListener {
    private final String text;

    Errors(String text) {
      this.text = text;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object symbol,
        int line,
        int column,
        String message,
        @Nullable RecognitionException cause) {
      throw new CatalogException(
          CatalogException.Kind.INVALID,
          Entity.REQUEST,
          "Error parsing partition filter at position %d: %s in %s"
              .formatted(column, message, text),
          cause);
    }
  }
}
