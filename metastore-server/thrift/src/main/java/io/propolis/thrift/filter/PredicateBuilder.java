package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds the predicate from the parse tree. */
final class PredicateBuilder extends HiveFilterBaseVisitor<Predicate> {
  @Override
  public Predicate visitFilter(HiveFilterParser.FilterContext ctx) {
    return visit(ctx.disjunction());
  }

  @Override
  public Predicate visitDisjunction(HiveFilterParser.DisjunctionContext ctx) {
    return Predicate.any(operands(ctx.conjunction()));
  }

  @Override
  public Predicate visitConjunction(HiveFilterParser.ConjunctionContext ctx) {
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
  public Predicate visitNegation(HiveFilterParser.NegationContext ctx) {
    return new Predicate.Not(visit(ctx.condition()));
  }

  @Override
  public Predicate visitGroup(HiveFilterParser.GroupContext ctx) {
    return visit(ctx.disjunction());
  }

  @Override
  public Predicate visitComparison(HiveFilterParser.ComparisonContext ctx) {
    return new Predicate.Comparison(
        name(ctx.key()), Operator.of(ctx.comparator().getText()), literal(ctx.constant()));
  }

  @Override
  public Predicate visitFlippedComparison(HiveFilterParser.FlippedComparisonContext ctx) {
    return new Predicate.Comparison(
        name(ctx.key()),
        Operator.of(ctx.comparator().getText()).flipped(),
        literal(ctx.constant()));
  }

  @Override
  public Predicate visitLike(HiveFilterParser.LikeContext ctx) {
    var pattern = literal(ctx.constant()).text();
    var like = new Predicate.Like(name(ctx.key()), pattern, Predicate.Dialect.SQL_OR_REGEX);
    return negated(ctx.NOT(), like);
  }

  @Override
  public Predicate visitBetween(HiveFilterParser.BetweenContext ctx) {
    var between =
        new Predicate.Between(name(ctx.key()), literal(ctx.constant(0)), literal(ctx.constant(1)));
    return negated(ctx.NOT(), between);
  }

  @Override
  public Predicate visitIn(HiveFilterParser.InContext ctx) {
    var in =
        new Predicate.In(
            List.of(name(ctx.keyList().key())),
            ctx.constant().stream().map(constant -> List.of(literal(constant))).toList());
    return negated(ctx.NOT(), in);
  }

  @Override
  public Predicate visitTupleIn(HiveFilterParser.TupleInContext ctx) {
    var in =
        new Predicate.In(
            ctx.keyTuple().key().stream().map(PredicateBuilder::name).toList(),
            ctx.constantTuple().stream()
                .map(tuple -> tuple.constant().stream().map(PredicateBuilder::literal).toList())
                .toList());
    return negated(ctx.NOT(), in);
  }

  @Override
  public Predicate visitIsNull(HiveFilterParser.IsNullContext ctx) {
    return negated(ctx.NOT(), new Predicate.IsNull(name(ctx.key())));
  }

  private static Predicate negated(@Nullable TerminalNode not, Predicate predicate) {
    return not == null ? predicate : new Predicate.Not(predicate);
  }

  private static String name(HiveFilterParser.KeyContext ctx) {
    var text = ctx.getText();
    return ctx.QUOTED() == null ? text : text.substring(1, text.length() - 1).replace("``", "`");
  }

  private static Literal literal(HiveFilterParser.ConstantContext ctx) {
    if (ctx instanceof HiveFilterParser.TextContext text) {
      return new Literal.Text(unquoted(text.STRING().getText()));
    } else if (ctx instanceof HiveFilterParser.NumberContext number) {
      return new Literal.Number(new BigDecimal(number.NUMBER().getText()));
    } else if (ctx instanceof HiveFilterParser.BareDateContext date) {
      return date(date, date.DATE_VALUE().getText());
    } else if (ctx instanceof HiveFilterParser.DateContext date) {
      return date(
          date,
          date.DATE_VALUE() == null
              ? unquoted(date.STRING().getText())
              : date.DATE_VALUE().getText());
    } else if (ctx instanceof HiveFilterParser.TimestampContext timestamp) {
      return timestamp(
          timestamp,
          timestamp.STRING() == null
              ? timestamp.TIMESTAMP_VALUE().getText()
              : unquoted(timestamp.STRING().getText()));
    }
    throw new AssertionError(ctx);
  }

  private static Literal date(ParserRuleContext ctx, String text) {
    try {
      return new Literal.Date(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw invalid(Entity.REQUEST, "Not a date in a partition filter: " + ctx.getText());
    }
  }

  private static Literal timestamp(ParserRuleContext ctx, String text) {
    try {
      return new Literal.Timestamp(LocalDateTime.parse(text.strip().replace(' ', 'T')));
    } catch (DateTimeException e) {
      throw invalid(Entity.REQUEST, "Not a timestamp in a partition filter: " + ctx.getText());
    }
  }

  /** Without its quotes. A backslash stays unless it guards a quote: Hive keeps it, too. */
  private static String unquoted(String token) {
    var quote = token.substring(0, 1);
    return token.substring(1, token.length() - 1).replace("\\" + quote, quote);
  }
}
