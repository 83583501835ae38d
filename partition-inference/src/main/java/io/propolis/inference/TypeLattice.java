package io.propolis.inference;

import io.propolis.inference.InferredType.Decimal;
import io.propolis.inference.InferredType.Scalar;

/** The join of {@link InferredType}. */
final class TypeLattice {

  private static final int INT_DIGITS = 10;
  private static final int BIGINT_DIGITS = 19;

  private TypeLattice() {}

  static InferredType merge(InferredType left, InferredType right) {
    if (left.equals(right) || right == Scalar.UNKNOWN) {
      return left;
    }
    if (left == Scalar.UNKNOWN) {
      return right;
    }
    if (isNumeric(left) && isNumeric(right)) {
      return mergeNumbers(left, right);
    }
    if (isTemporal(left) && isTemporal(right)) {
      return Scalar.TIMESTAMP;
    }
    return Scalar.STRING;
  }

  private static InferredType mergeNumbers(InferredType left, InferredType right) {
    if (left == Scalar.DOUBLE || right == Scalar.DOUBLE) {
      return Scalar.DOUBLE;
    }
    if (left instanceof Scalar && right instanceof Scalar) {
      return Scalar.BIGINT;
    }
    int integerDigits = Math.max(integerDigits(left), integerDigits(right));
    int scale = Math.max(scale(left), scale(right));
    // Double, not string: string would make (a ∨ b) ∨ double differ from a ∨ (b ∨ double).
    return integerDigits + scale > Decimal.MAX_PRECISION
        ? Scalar.DOUBLE
        : new Decimal(integerDigits + scale, scale);
  }

  private static boolean isNumeric(InferredType type) {
    return type instanceof Decimal
        || type == Scalar.INT
        || type == Scalar.BIGINT
        || type == Scalar.DOUBLE;
  }

  private static boolean isTemporal(InferredType type) {
    return type == Scalar.DATE || type == Scalar.TIMESTAMP;
  }

  private static int integerDigits(InferredType number) {
    if (number instanceof Decimal decimal) {
      return decimal.integerDigits();
    }
    return number == Scalar.INT ? INT_DIGITS : BIGINT_DIGITS;
  }

  private static int scale(InferredType number) {
    return number instanceof Decimal decimal ? decimal.scale() : 0;
  }
}
