package io.propolis.glue.filter;

import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.jspecify.annotations.Nullable;

/** An expression over the partition keys of one table. */
public final class PartitionExpression {
  /** Deeper nesting than any engine writes, and far from the end of a thread's stack. */
  private static final int MAX_DEPTH = 250;

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

  /** InvalidStateException for stored values that are not of the types that it compares. */
  public void checkStored(List<String> values) {
    types.checkStored(values);
  }

  private static void checkDepth(CommonTokenStream tokens) {
    int depth = 0;
    int negations = 0;
    for (var token : tokens.getTokens()) {
      switch (token.getType()) {
        case GlueExpressionLexer.NOT -> negations++;
        default -> {
          depth += token.getText().equals("(") ? 1 : token.getText().equals(")") ? -1 : 0;
        }
      }
      if (depth + negations > MAX_DEPTH) {
        throw GlueException.invalidInput("Expression is nested deeper than " + MAX_DEPTH);
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
      throw GlueException.invalidInput(
          "Unsupported expression '%s' at position %d: %s".formatted(text, column, message));
    }
  }
}
