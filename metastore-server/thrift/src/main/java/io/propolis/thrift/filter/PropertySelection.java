package io.propolis.thrift.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.introspection.JexlPermissions;
import org.apache.commons.jexl3.introspection.JexlUberspect.JexlResolver;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of property maps: a condition on a map and, of the maps that meet it, some
 * properties or values made of them. Both are written in JEXL, as for Hive's PropertyManager. Here
 * it is a language of values alone: it calls no method, makes no object, changes nothing and comes
 * to an end.
 */
public final class PropertySelection implements UnaryOperator<Map<String, String>> {
  private static final JexlEngine JEXL =
      new JexlBuilder()
          .features(
              new JexlFeatures()
                  .script(false)
                  .loops(false)
                  .newInstance(false)
                  .methodCall(false)
                  .lambda(false)
                  .annotation(false)
                  .pragma(false)
                  .namespacePragma(false)
                  .importPragma(false)
                  .sideEffect(false)
                  .sideEffectGlobal(false))
          .permissions(JexlPermissions.RESTRICTED)
          // Reaches into maps and lists; not into Java objects, whose getters it would call.
          .strategy((operator, object) -> List.of(JexlResolver.MAP, JexlResolver.LIST))
          .arithmetic(new BoundedArithmetic())
          .strict(false)
          .safe(true)
          .silent(false)
          .create();

  private final Optional<JexlExpression> condition;
  private final List<String> projection;

  private PropertySelection(Optional<JexlExpression> condition, List<String> projection) {
    this.condition = condition;
    this.projection = projection;
  }

  /**
   * Throws INVALID for what is no expression.
   *
   * @param condition absent or blank: every map is meant
   * @param projection names of properties, or expressions that make maps; none: all properties
   */
  public static PropertySelection of(@Nullable String condition, List<String> projection) {
    return new PropertySelection(
        Optional.ofNullable(condition)
            .filter(text -> !text.isBlank())
            .map(text -> checked(text, () -> JEXL.createExpression(text))),
        List.copyOf(projection));
  }

  /** The selected properties; none when the condition does not hold. */
  @Override
  public Map<String, String> apply(Map<String, String> properties) {
    var values = new Values(properties);
    boolean holds =
        condition
            .map(
                each ->
                    Boolean.TRUE.equals(
                        checked(
                            each.getSourceText(),
                            () -> Optional.ofNullable(each.evaluate(values)).orElse(false))))
            .orElse(true);
    if (!holds) {
      return Map.of();
    }
    return projection.isEmpty() ? properties : projected(properties, values);
  }

  private Map<String, String> projected(Map<String, String> properties, Values values) {
    var projected = new TreeMap<String, String>();
    for (var each : projection) {
      var value = properties.get(each);
      if (value == null) {
        made(each, values)
            .forEach((key, made) -> projected.put(String.valueOf(key), PropertyText.of(made)));
      } else {
        projected.put(each, value);
      }
    }
    return projected;
  }

  /** Hive passes over what is neither a property nor makes a map: others may have the property. */
  private static Map<?, ?> made(String text, Values values) {
    try {
      return JEXL.createExpression(text).evaluate(values) instanceof Map<?, ?> map ? map : Map.of();
    } catch (JexlException | StackOverflowError e) {
      return Map.of();
    }
  }

  private static <T> T checked(String text, Supplier<T> work) {
    try {
      return work.get();
    } catch (JexlException e) {
      throw invalid(
          Entity.PROPERTIES,
          "Condition cannot be evaluated: %s (%s)".formatted(text, e.getMessage()));
    } catch (StackOverflowError e) {
      throw invalid(Entity.PROPERTIES, "Condition is nested too deeply");
    }
  }

  /** Properties as an expression sees them; a missing one is null. */
  private record Values(Map<String, String> properties) implements JexlContext {
    @Override
    public @Nullable Object get(String name) {
      var text = properties.get(name);
      return text == null ? null : PropertyText.value(text);
    }

    @Override
    public void set(String name, Object value) {
      throw new UnsupportedOperationException("Properties are not changed by a selection");
    }

    @Override
    public boolean has(String name) {
      return properties.containsKey(name);
    }
  }
}
