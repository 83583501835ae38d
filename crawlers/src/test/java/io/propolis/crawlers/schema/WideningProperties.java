package io.propolis.crawlers.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Files arrive in any order, and again: the schema of a table must not depend on it. */
class WideningProperties {

  @Property
  void theOrderOfFilesDoesNotChangeTheColumns(
      @ForAll("schemas") List<Field> a,
      @ForAll("schemas") List<Field> b,
      @ForAll("schemas") List<Field> c) {
    var expected = sorted(merged(merged(a, b), c));

    assertThat(sorted(merged(merged(c, a), b))).isEqualTo(expected);
    assertThat(sorted(merged(a, merged(b, c)))).isEqualTo(expected);
    assertThat(sorted(merged(b, a))).isEqualTo(sorted(merged(a, b)));
  }

  @Property
  void aFileSeenTwiceChangesNothing(
      @ForAll("schemas") List<Field> a, @ForAll("schemas") List<Field> b) {
    var both = merged(a, b);

    assertThat(merged(a, a)).isEqualTo(a);
    assertThat(merged(both, a)).isEqualTo(both);
    assertThat(merged(both, b)).isEqualTo(both);
  }

  @Property
  void noColumnIsLostAndKnownOnesKeepTheirPlace(
      @ForAll("schemas") List<Field> a, @ForAll("schemas") List<Field> b) {
    var both = names(merged(a, b));

    assertThat(both).startsWith(names(a).toArray(String[]::new)).containsAll(names(b));
    assertThat(both).doesNotHaveDuplicates();
  }

  @Property
  void typesThatGiveWayToTextAreNamed(@ForAll("types") HiveType a, @ForAll("types") HiveType b) {
    var widening = new Widening();

    var type = widening.merge("c", a, b, "file");

    if (type == Primitive.STRING && a != Primitive.STRING && b != Primitive.STRING) {
      assertThat(widening.conflicts()).containsExactly(new Conflict("c", a, b, "file"));
    }
  }

  @Provide
  Arbitrary<List<Field>> schemas() {
    return fields(types());
  }

  @Provide
  Arbitrary<HiveType> types() {
    Arbitrary<HiveType> flat = flat();
    return Arbitraries.recursive(() -> flat, WideningProperties::nested, 0, 2);
  }

  private static Arbitrary<HiveType> flat() {
    Arbitrary<HiveType> decimals =
        Combinators.combine(
                Arbitraries.integers().between(1, Decimal.MAX_PRECISION),
                Arbitraries.integers().between(0, Decimal.MAX_PRECISION))
            .as((precision, scale) -> new Decimal(precision, Math.min(precision, scale)));
    return Arbitraries.oneOf(Arbitraries.of(Primitive.values()), decimals);
  }

  private static Arbitrary<HiveType> nested(Arbitrary<HiveType> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.map(Array::new),
        inner.map(value -> new MapOf(Primitive.STRING, value)),
        fields(inner).map(Struct::new));
  }

  private static Arbitrary<List<Field>> fields(Arbitrary<HiveType> types) {
    var name = Arbitraries.of("a", "b", "c", "d");
    return Combinators.combine(name, types)
        .as((n, type) -> new Field(n, type))
        .list()
        .uniqueElements(Field::name)
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static List<Field> merged(List<Field> a, List<Field> b) {
    return new Widening().merge(a, b, "file");
  }

  private static List<String> names(List<Field> fields) {
    return fields.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** Fields by name on every level: their order is that of the files. */
  private static List<Field> sorted(List<Field> fields) {
    return fields.stream()
        .map(f -> f.withType(sorted(f.type())))
        .sorted(Comparator.comparing(Field::name))
        .toList();
  }

  private static HiveType sorted(HiveType type) {
    if (type instanceof Struct struct) {
      return new Struct(sorted(struct.fields()));
    }
    if (type instanceof Array array) {
      return new Array(sorted(array.element()));
    }
    return type instanceof MapOf map ? new MapOf(map.key(), sorted(map.value())) : type;
  }
}
