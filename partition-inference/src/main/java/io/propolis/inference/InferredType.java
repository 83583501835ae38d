package io.propolis.inference;

/**
 * A column type as sampled text shows it: a lattice whose {@link #merge} is commutative,
 * associative and idempotent. From narrow to wide: unknown; int, bigint, decimal, double; date,
 * timestamp; boolean; string.
 */
public sealed interface InferredType {

  /** The type's name in Hive's DDL. */
  String hiveName();

  /** The narrowest type that holds the values of both. */
  default InferredType merge(InferredType other) {
    return TypeLattice.merge(this, other);
  }

  /** The type to declare: itself, or string when no value was seen. */
  default InferredType orString() {
    return this == Scalar.UNKNOWN ? Scalar.STRING : this;
  }

  /** Types without parameters. */
  enum Scalar implements InferredType {
    /** No value but null was seen: neutral in merges, declared as string. */
    UNKNOWN("string"),
    BOOLEAN("boolean"),
    INT("int"),
    BIGINT("bigint"),
    DOUBLE("double"),
    DATE("date"),
    TIMESTAMP("timestamp"),
    STRING("string");

    private final String hiveName;

    Scalar(String hiveName) {
      this.hiveName = hiveName;
    }

    @Override
    public String hiveName() {
      return hiveName;
    }
  }

  /** Fixed-point numbers of {@code precision} digits (1 to 38), {@code scale} after the point. */
  record Decimal(int precision, int scale) implements InferredType {

    /** Hive's and Spark's limit. */
    public static final int MAX_PRECISION = 38;

    /** Refuses what Hive refuses. */
    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "Decimal out of range: decimal(%d,%d)".formatted(precision, scale));
      }
    }

    int integerDigits() {
      return precision - scale;
    }

    @Override
    public String hiveName() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }
}
