package io.propolis.glue.filter;

import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.filter.Nesting;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.TableName;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** An expression over the partition keys of one table. */
public final class PartitionExpression {
  private final Predicate predicate;
  private final KeyTypes types;

  private PartitionExpression(Predicate predicate, KeyTypes types) {
    this.predicate = predicate;
    this.types = types;
  }

  /**
   * Reads an expression; none, or a blank one, means all.
   *
   * @throws GlueException InvalidInputException when it is not understood, names a column that is
   *     no key, or gives a constant that is not of the key's type
   */
  public static PartitionExpression parse(@Nullable String text, List<Column> keys) {
    var types = new KeyTypes(keys);
    if (text == null || text.isBlank()) {
      return new PartitionExpression(Predicate.ALL, types);
    }
    var errors = new Errors(text);
    var lexer = new GlueExpressionLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(errors);
    var tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkDepth(tokens);
    var parser = new GlueExpressionParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    return new PartitionExpression(
        new ExpressionPredicates(types).visit(parser.expression()), types);
  }

  public Predicate predicate() {
    return predicate;
  }

  /**
   * InvalidStateException when partitions of the table have values that are not of the types of the
   * keys that it compares.
   */
  public void checkStored(PartitionOperations partitions, TableName table) {
    types.checkStored((key, type, test) -> partitions.misfit(table, key, type, test));
  }

  private static void checkDepth(CommonTokenStream tokens) {
    var nesting = new Nesting();
    for (var token : tokens.getTokens()) {
      if (!nesting.take(kind(token))) {
        throw GlueException.invalidInput("Expression is nested deeper than " + Nesting.MOST);
      }
    }
  }

  private static Nesting.Token kind(Token token) {
    return switch (token.getType()) {
      case GlueExpressionLexer.NOT -> Nesting.Token.NOT;
      case GlueExpressionLexer.AND, GlueExpressionLexer.OR -> Nesting.Token.CONNECTIVE;
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
      throw GlueException.invalidInput(
          "Unsupported expression '%s' at position %d: %s".formatted(text, column, message));
    }
  }
}
