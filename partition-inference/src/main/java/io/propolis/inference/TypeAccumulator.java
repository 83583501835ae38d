package io.propolis.inference;

import io.propolis.inference.InferredType.Decimal;
import io.propolis.inference.InferredType.Scalar;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the values of one column or partition key in constant memory. The decision depends on the
 * values alone, not on their order or on how they were split over accumulators. Not thread-safe.
 */
public final class TypeAccumulator {

  private static final List<TextForm> FORMS = List.of(TextForm.values());

  private final TextSource source;
  private final TextScanner scanner = new TextScanner();
  private final LatinScanner latinScanner = new LatinScanner();

  /** By the form's place among all. */
  private final @Nullable Tally[] tallies = new Tally[FORMS.size()];

  private final BitSet patterns = new BitSet();

  /** One of the patterns; negative before there is one. */
  private int lastPattern = -1;

  private long values;
  private long nulls;
  private int integerDigits;
  private int minScale = Integer.MAX_VALUE;
  private int maxScale;
  private long localForms = LocalTemporal.ALL;

  /** An accumulator that has seen nothing. */
  public TypeAccumulator(TextSource source) {
    this.source = source;
  }

  /** Takes in one value; {@code origin} names its folder or file for the reason, or is empty. */
  public void add(@Nullable String value, String origin) {
    if (value == null) {
      nulls++;
    } else {
      add(value, 0, value.length(), origin);
    }
  }

  /**
   * Takes in one value that stands in a longer text, of which no copy is made.
   *
   * @param start of its first character
   * @param end after its last character
   * @param origin names its folder or file for the reason, or is empty
   */
  public void add(String text, int start, int end, String origin) {
    if (source.isNull(text, start, end)) {
      nulls++;
      return;
    }
    values++;
    TextForm form = scanner.scan(text, start, end);
    Tally tally = tallies[form.ordinal()];
    if (tally == null) {
      tallies[form.ordinal()] = new Tally(text.substring(start, end), origin);
    } else {
      tally.add(text, start, end, origin);
    }
    if (form == TextForm.FIXED_POINT) {
      addDigits(scanner.integerDigits(), scanner.scale(), scanner.scale());
    } else if (form == TextForm.LOCAL_TEMPORAL) {
      localForms &= scanner.localForms();
    } else if (form.isTemporal()) {
      patterns.set(scanner.temporalPattern());
    }
  }

  /**
   * Takes in one value that stands among characters of Latin-1, a byte each. Most are looked at
   * where they stand: nothing is made of them.
   *
   * @param start of its first character
   * @param end after its last character
   * @param origin names its folder or file for the reason, or is empty
   */
  public void add(byte[] latin, int start, int end, String origin) {
    if (start == end) {
      nulls++;
      return;
    }
    TextForm form = source == TextSource.CELL ? latinScanner.scan(latin, start, end) : null;
    if (form == null) {
      add(new String(latin, start, end - start, StandardCharsets.ISO_8859_1), origin);
      return;
    }
    values++;
    Tally tally = tallies[form.ordinal()];
    if (tally == null) {
      tallies[form.ordinal()] =
          new Tally(new String(latin, start, end - start, StandardCharsets.ISO_8859_1), origin);
    } else {
      tally.add(latin, start, end, origin);
    }
    if (form == TextForm.FIXED_POINT) {
      addDigits(latinScanner.integerDigits(), latinScanner.scale(), latinScanner.scale());
    } else if (form.isTemporal() && latinScanner.temporalPattern() != lastPattern) {
      lastPattern = latinScanner.temporalPattern();
      patterns.set(lastPattern);
    }
  }

  /** Takes in all that another accumulator of the same source has seen, leaving it unchanged. */
  public void addAll(TypeAccumulator other) {
    if (source != other.source) {
      throw new IllegalArgumentException(
          "Types of %s cannot join types of %s".formatted(other.source, source));
    }
    for (int form = 0; form < tallies.length; form++) {
      Tally theirs = other.tallies[form];
      Tally ours = tallies[form];
      if (theirs != null && ours != null) {
        ours.add(theirs);
      } else if (theirs != null) {
        tallies[form] = theirs.copy();
      }
    }
    values += other.values;
    nulls += other.nulls;
    patterns.or(other.patterns);
    localForms &= other.localForms;
    addDigits(other.integerDigits, other.minScale, other.maxScale);
  }

  /**
   * Writes what was seen, for {@link #read} of the same version of this library. Of long examples
   * the first thousand characters are written.
   */
  public void write(DataOutput out) throws IOException {
    out.writeByte(source.ordinal());
    out.writeLong(values);
    out.writeLong(nulls);
    out.writeInt(integerDigits);
    out.writeInt(minScale);
    out.writeInt(maxScale);
    out.writeLong(localForms);
    var seen = patterns.toLongArray();
    out.writeByte(seen.length);
    for (long word : seen) {
      out.writeLong(word);
    }
    out.writeByte((int) forms().count());
    for (int form = 0; form < tallies.length; form++) {
      Tally tally = tallies[form];
      if (tally != null) {
        out.writeByte(form);
        tally.write(out);
      }
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IOException when it is of another version, or cut off
   */
  public static TypeAccumulator read(DataInput in) throws IOException {
    try {
      var read = new TypeAccumulator(TextSource.values()[in.readUnsignedByte()]);
      read.values = in.readLong();
      read.nulls = in.readLong();
      read.integerDigits = in.readInt();
      read.minScale = in.readInt();
      read.maxScale = in.readInt();
      read.localForms = in.readLong();
      var seen = new long[in.readUnsignedByte()];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = in.readLong();
      }
      read.patterns.or(BitSet.valueOf(seen));
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        read.tallies[in.readUnsignedByte()] = Tally.read(in);
      }
      return read;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("Values of another version", e);
    }
  }

  /**
   * The type of what was seen so far; {@link #decide} says it with its reason, and takes longer.
   */
  public InferredType type() {
    if (hasUnevenDecimals() || hasUnlikeTimes()) {
      return Scalar.STRING;
    }
    InferredType type = Scalar.UNKNOWN;
    for (TextForm form : FORMS) {
      if (has(form)) {
        type = type.merge(typeOf(form));
      }
    }
    return type;
  }

  /** The type of what was seen so far, with its reason. */
  public TypeDecision decide() {
    List<Evidence> evidence =
        forms()
            .flatMap(form -> evidence(form).stream())
            .sorted(Comparator.comparingLong(one -> -one.count()))
            .toList();
    InferredType type = type();
    String why =
        hasUnevenDecimals()
            ? unevenDecimals(evidence)
            : hasUnlikeTimes() ? unlikeTimes(evidence) : why(type, evidence);
    return new TypeDecision(
        type, type.hiveName() + ": " + why, values, nulls, patterns(type), evidence);
  }

  private List<String> patterns(InferredType type) {
    return type == Scalar.TIMESTAMP && has(TextForm.LOCAL_TEMPORAL)
        ? List.of(LocalTemporal.pattern(localForms))
        : patterns.stream().mapToObj(TemporalPattern::render).sorted().toList();
  }

  private void addDigits(int whole, int leastScale, int mostScale) {
    integerDigits = Math.max(integerDigits, whole);
    minScale = Math.min(minScale, leastScale);
    maxScale = Math.max(maxScale, mostScale);
  }

  /** The forms met, the surprising ones first. */
  private Stream<TextForm> forms() {
    return FORMS.stream().filter(this::has);
  }

  private boolean has(TextForm form) {
    return tallies[form.ordinal()] != null;
  }

  private Optional<Evidence> evidence(TextForm form) {
    Tally tally = tallies[form.ordinal()];
    if (tally == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Evidence(typeOf(form), form.phrase(), tally.example, tally.origin, tally.count));
  }

  private InferredType typeOf(TextForm form) {
    if (form == TextForm.FIXED_POINT && source == TextSource.PARTITION_VALUE) {
      return decimalType();
    }
    if (form == TextForm.LOCAL_TEMPORAL && source == TextSource.CELL) {
      return LocalTemporal.pattern(localForms).isEmpty() ? Scalar.STRING : Scalar.TIMESTAMP;
    }
    return form.typeIn(source);
  }

  private InferredType decimalType() {
    // Only uneven decimals, which become string anyhow, can need more digits together than alone.
    return integerDigits + maxScale > Decimal.MAX_PRECISION
        ? Scalar.STRING
        : new Decimal(integerDigits + maxScale, maxScale);
  }

  /** Whether an engine, writing every decimal with the type's scale, would change some value. */
  private boolean hasUnevenDecimals() {
    return source == TextSource.PARTITION_VALUE
        && has(TextForm.FIXED_POINT)
        && (minScale != maxScale || has(TextForm.INT) || has(TextForm.BIGINT))
        && forms().allMatch(TypeAccumulator::isPlainNumber);
  }

  private static boolean isPlainNumber(TextForm form) {
    return form == TextForm.FIXED_POINT || form == TextForm.INT || form == TextForm.BIGINT;
  }

  /** Whether dates and times as people write them are not all written in one way. */
  private boolean hasUnlikeTimes() {
    return source == TextSource.CELL
        && has(TextForm.LOCAL_TEMPORAL)
        && (LocalTemporal.pattern(localForms).isEmpty()
            || forms().anyMatch(form -> form.isTemporal()))
        && forms().allMatch(form -> form == TextForm.LOCAL_TEMPORAL || form.isTemporal());
  }

  private String unlikeTimes(List<Evidence> evidence) {
    return LocalTemporal.isAmbiguous(localForms) && evidence.size() == 1
        ? "no value tells whether day or month comes first; " + sentences(evidence)
        : "dates and times are not all written in one way; " + sentences(evidence);
  }

  private String unevenDecimals(List<Evidence> evidence) {
    boolean whole = evidence.size() > 1;
    return "the values have from %d to %d digits after the point, which a decimal would make equal; %s"
        .formatted(whole ? 0 : minScale, maxScale, sentences(evidence));
  }

  private String why(InferredType type, List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return nulls == 0 ? "there are no values" : "all values are null";
    }
    if (type == Scalar.STRING) {
      return evidence.stream()
          .filter(one -> one.type() == Scalar.STRING)
          .findFirst()
          .map(Evidence::sentence)
          .orElseGet(() -> "no narrower type holds all values; " + sentences(evidence));
    }
    if (evidence.size() > 1) {
      return "the narrowest type that holds all values; " + sentences(evidence);
    }
    Evidence only = evidence.get(0);
    return (values == 1 ? "the only value " : "all " + values + " values alike; ")
        + only.sentence();
  }

  private static String sentences(List<Evidence> evidence) {
    return evidence.stream().map(Evidence::sentence).collect(Collectors.joining(", "));
  }

  /** How often a form occurred, with its alphabetically first value: the same in every order. */
  private static final class Tally {
    private static final int LONGEST = 1000;

    private String example;
    private String origin;
    private long count;

    /** The example, a byte for each character; found out when it is first needed. */
    private byte @Nullable [] latin;

    /** The first characters of the example, as {@link EightBytes} has them. */
    private long head;

    Tally(String example, String origin) {
      this.example = example;
      this.origin = origin;
      this.count = 1;
      this.head = EightBytes.head(example);
    }

    void add(String text, int start, int end, String from) {
      count++;
      int order = compare(text, start, end);
      if (order < 0) {
        example = text.substring(start, end);
        origin = from;
        latin = null;
        head = EightBytes.head(example);
      } else if (order == 0 && from.compareTo(origin) < 0) {
        origin = from;
      }
    }

    /** The same among bytes, which are compared many at once: texts often begin alike. */
    void add(byte[] text, int start, int end, String from) {
      if (EightBytes.isAfter(text, start, end, head)) {
        count++;
        return;
      }
      var known = latin();
      int order =
          known.length == example.length()
              ? Arrays.compareUnsigned(text, start, end, known, 0, known.length)
              : -1;
      if (order > 0 || (order == 0 && from.compareTo(origin) >= 0)) {
        count++;
      } else {
        add(
            new String(text, start, end - start, StandardCharsets.ISO_8859_1),
            0,
            end - start,
            from);
      }
    }

    /** The example's bytes; none when it has characters beyond Latin-1. */
    private byte[] latin() {
      var known = latin;
      if (known == null) {
        known = isLatin(example) ? example.getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        latin = known;
      }
      return known;
    }

    private static boolean isLatin(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) > 0xFF) {
          return false;
        }
      }
      return true;
    }

    void write(DataOutput out) throws IOException {
      out.writeUTF(example.length() > LONGEST ? example.substring(0, LONGEST) : example);
      out.writeUTF(origin);
      out.writeLong(count);
    }

    static Tally read(DataInput in) throws IOException {
      var read = new Tally(in.readUTF(), in.readUTF());
      read.count = in.readLong();
      return read;
    }

    void add(Tally other) {
      count += other.count - 1;
      add(other.example, 0, other.example.length(), other.origin);
    }

    /** As {@link String#compareTo} would compare the part with the example. */
    private int compare(String text, int start, int end) {
      int common = Math.min(end - start, example.length());
      for (int i = 0; i < common; i++) {
        int difference = text.charAt(start + i) - example.charAt(i);
        if (difference != 0) {
          return difference;
        }
      }
      return end - start - example.length();
    }

    Tally copy() {
      var copy = new Tally(example, origin);
      copy.count = count;
      return copy;
    }
  }
}
