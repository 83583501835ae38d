package io.propolis.thrift.filter;

import java.util.Collection;
import java.util.regex.Pattern;
import org.apache.commons.jexl3.JexlArithmetic;
import org.jspecify.annotations.Nullable;

/**
 * JEXL's arithmetic with an end to what one expression costs: a regular expression that backtracks
 * without end and a range of millions hold of nothing.
 */
final class BoundedArithmetic extends JexlArithmetic {
  /** Far above what an honest pattern needs, and reached within moments. */
  private static final int MAX_STEPS = 1_000_000;

  private static final int MAX_RANGE = 10_000;

  BoundedArithmetic() {
    super(false);
  }

  @Override
  public @Nullable Boolean contains(@Nullable Object container, @Nullable Object value) {
    if (value == null || !(container instanceof CharSequence || container instanceof Pattern)) {
      return super.contains(container, value);
    }
    var pattern =
        container instanceof Pattern given ? given : Pattern.compile(container.toString());
    return pattern.matcher(new Steps(value.toString(), new int[1])).matches();
  }

  @Override
  public Iterable<?> createRange(@Nullable Object from, @Nullable Object to) {
    var range = super.createRange(from, to);
    if (range instanceof Collection<?> numbers && numbers.size() > MAX_RANGE) {
      throw new ArithmeticException("A range has more than " + MAX_RANGE + " numbers");
    }
    return range;
  }

  /** A text that counts how often it is looked at. */
  private static final class Steps implements CharSequence {
    private final String text;
    private final int[] taken;

    Steps(String text, int[] taken) {
      this.text = text;
      this.taken = taken;
    }

    @Override
    public char charAt(int index) {
      if (++taken[0] > MAX_STEPS) {
        throw new ArithmeticException("A regular expression takes too long");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Steps(text.substring(start, end), taken);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
