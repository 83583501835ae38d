package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Predicate;
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
    checkDepth(text);
    var errors = new Errors(text);
    var lexer = new HiveFilterLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(errors);
    var parser = new HiveFilterParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    return new PredicateBuilder().visit(parser.filter());
  }

  private static void checkDepth(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth > MAX_DEPTH) {
        throw invalid(Entity.REQUEST, "Filter is nested deeper than " + MAX_DEPTH + " levels");
      }
    }
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
