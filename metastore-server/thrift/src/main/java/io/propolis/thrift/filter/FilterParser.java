package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Nesting;
import io.propolis.catalog.filter.Predicate;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Parses a filter text into a predicate. */
public final class FilterParser {
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

  private static void checkDepth(CommonTokenStream tokens) {
    var nesting = new Nesting();
    for (var token : tokens.getTokens()) {
      if (!nesting.take(kind(token))) {
        throw invalid(Entity.REQUEST, "Filter is nested deeper than " + Nesting.MOST + " levels");
      }
    }
  }

  private static Nesting.Token kind(Token token) {
    return switch (token.getType()) {
      case HiveFilterLexer.NOT -> Nesting.Token.NOT;
      case HiveFilterLexer.AND, HiveFilterLexer.OR -> Nesting.Token.CONNECTIVE;
      default ->
          switch (token.getText()) {
            case "(" -> Nesting.Token.OPEN;
            case ")" -> Nesting.Token.CLOSE;
            default -> Nesting.Token.OTHER;
          };
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
