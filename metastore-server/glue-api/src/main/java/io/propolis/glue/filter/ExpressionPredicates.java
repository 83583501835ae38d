package io.propolis.glue.filter;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds the predicate from the parse tree. */
final class ExpressionPredicates extends GlueExpressionBaseVisitor<Predicate> {
  private final KeyTypes types;

  ExpressionPredicates(KeyTypes types) {
    this.types = types;
  }

  @Override
  public Predicate visitExpression(GlueExpressionParser.ExpressionContext ctx) {
    return visit(ctx.disjunction());
  }

  @Override
  public Predicate visitDisjunction(GlueExpressionParser.DisjunctionContext ctx) {
    return Predicate.any(operands(ctx.conjunction()));
  }

  @Override
  public Predicate visitConjunction(GlueExpressionParser.ConjunctionContext ctx) {
    return Predicate.all(operands(ctx.condition()));
  }

  /** A loop, not a stream: streams cost stack. */
  private List<Predicate> operands(List<? extends ParseTree> trees) {
    var operands = new ArrayList<Predicate>(trees.size());
    for (var each : trees) {
      operands.add(visit(each));
    }
    return operands;
  }

  @Override
  public Predicate visitNegation(GlueExpressionParser.NegationContext ctx) {
    return new Predicate.Not(visit(ctx.condition()));
  }

  @Override
  public Predicate visitGroup(GlueExpressionParser.GroupContext ctx) {
    return visit(ctx.disjunction());
  }

  @Override
  public Predicate visitComparison(GlueExpressionParser.ComparisonContext ctx) {
    var key = name(ctx.key());
    return new Predicate.Comparison(
        key, Operator.of(ctx.comparator().getText()), literal(key, ctx.constant()));
  }

  @Override
  public Predicate visitFlippedComparison(GlueExpressionParser.FlippedComparisonContext ctx) {
    var key = name(ctx.key());
    return new Predicate.Comparison(
        key, Operator.of(ctx.comparator().getText()).flipped(), literal(key, ctx.constant()));
  }

  @Override
  public Predicate visitLike(GlueExpressionParser.LikeContext ctx) {
    var key = name(ctx.key());
    types.requireText(key);
    return negated(ctx.NOT(), new Predicate.Like(key, text(ctx.constant()), Predicate.Dialect.SQL));
  }

  @Override
  public Predicate visitBetween(GlueExpressionParser.BetweenContext ctx) {
    var key = name(ctx.key());
    return negated(
        ctx.NOT(),
        new Predicate.Between(key, literal(key, ctx.constant(0)), literal(key, ctx.constant(1))));
  }

  @Override
  public Predicate visitIn(GlueExpressionParser.InContext ctx) {
    var key = name(ctx.key());
    var tuples = new ArrayList<List<Literal>>();
    for (var constant : ctx.constant()) {
      tuples.add(List.of(literal(key, constant)));
    }
    return negated(ctx.NOT(), new Predicate.In(List.of(key), tuples));
  }

  @Override
  public Predicate visitIsNull(GlueExpressionParser.IsNullContext ctx) {
    var key = name(ctx.key());
    types.require(key);
    return negated(ctx.NOT(), new Predicate.IsNull(key));
  }

  private static Predicate negated(@Nullable TerminalNode not, Predicate predicate) {
    return not == null ? predicate : new Predicate.Not(predicate);
  }

  private static String name(GlueExpressionParser.KeyContext ctx) {
    if (ctx.key() != null) {
      return name(ctx.key());
    }
    var text = ctx.getText();
    if (ctx.QUOTED() == null) {
      return text;
    }
    var quote = text.substring(0, 1);
    return text.substring(1, text.length() - 1).replace(quote + quote, quote);
  }

  private Literal literal(String key, GlueExpressionParser.ConstantContext ctx) {
    return types.literal(key, text(ctx));
  }

  private static String text(GlueExpressionParser.ConstantContext ctx) {
    if (ctx.constant() != null) {
      return text(ctx.constant());
    }
    if (ctx.STRING() == null) {
      return ctx.NUMBER().getText();
    }
    var quoted = ctx.STRING().getText();
    return quoted.substring(1, quoted.length() - 1).replace("''", "'");
  }
}
