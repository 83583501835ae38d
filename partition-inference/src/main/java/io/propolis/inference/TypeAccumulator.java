package io.propolis.inference;

import io.propolis.inference.InferredType.Decimal;
import io.propolis.inference.InferredType.Scalar;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the values of one column or partition key in constant memory. The decision depends on the
 * values alone, not on their order or on how they were split over accumulators. Not thread-safe.
 */
public final class TypeAccumulator {

  private final TextSource source;
  private final TextScanner scanner = new TextScanner();
  private final Map<TextForm, Tally> tallies = new EnumMap<>(TextForm.class);
  private final BitSet patterns = new BitSet();
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
    if (value == null || source.isNull(value)) {
      nulls++;
      return;
    }
    values++;
    TextForm form = scanner.scan(value);
    Tally tally = tallies.get(form);
    if (tally == null) {
      tallies.put(form, new Tally(value, origin));
    } else {
      tally.add(value, origin, 1);
    }
    if (form == TextForm.FIXED_POINT) {
      addDigits(scanner.integerDigits(), scanner.scale(), scanner.scale());
    } else if (form == TextForm.LOCAL_TEMPORAL) {
      localForms &= scanner.localForms();
    } else if (form.isTemporal()) {
      patterns.set(scanner.temporalPattern());
    }
  }

  /** Takes in all that another accumulator of the same source has seen, leaving it unchanged. */
  public void addAll(TypeAccumulator other) {
    if (source != other.source) {
      throw new IllegalArgumentException(
          "Types of %s cannot join types of %s".formatted(other.source, source));
    }
    other.tallies.forEach(
        (form, theirs) -> {
          Tally ours = tallies.putIfAbsent(form, theirs.copy());
          if (ours != null) {
            ours.add(theirs.example, theirs.origin, theirs.count);
          }
        });
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
    out.writeByte(tallies.size());
    for (var tally : tallies.entrySet()) {
      out.writeByte(tally.getKey().ordinal());
      tally.getValue().write(out);
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
        read.tallies.put(TextForm.values()[in.readUnsignedByte()], Tally.read(in));
      }
      return read;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IOException("Values of another version", e);
    }
  }

  /** The type of what was seen so far, with its reason. */
  public TypeDecision decide() {
    List<Evidence> evidence =
        tallies.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> -entry.getValue().count))
            .map(entry -> evidence(entry.getKey(), entry.getValue()))
            .toList();
    InferredType type =
        evidence.stream().map(Evidence::type).reduce(Scalar.UNKNOWN, InferredType::merge);
    String why;
    if (hasUnevenDecimals()) {
      type = Scalar.STRING;
      why = unevenDecimals(evidence);
    } else if (hasUnlikeTimes()) {
      type = Scalar.STRING;
      why = unlikeTimes(evidence);
    } else {
      why = why(type, evidence);
    }
    return new TypeDecision(
        type, type.hiveName() + ": " + why, values, nulls, patterns(type), evidence);
  }

  private List<String> patterns(InferredType type) {
    return type == Scalar.TIMESTAMP && tallies.containsKey(TextForm.LOCAL_TEMPORAL)
        ? List.of(LocalTemporal.pattern(localForms))
        : patterns.stream().mapToObj(TemporalPattern::render).sorted().toList();
  }

  private void addDigits(int whole, int leastScale, int mostScale) {
    integerDigits = Math.max(integerDigits, whole);
    minScale = Math.min(minScale, leastScale);
    maxScale = Math.max(maxScale, mostScale);
  }

  private Evidence evidence(TextForm form, Tally tally) {
    InferredType type = form.typeIn(source);
    if (form == TextForm.FIXED_POINT && source == TextSource.PARTITION_VALUE) {
      type = decimalType();
    } else if (form == TextForm.LOCAL_TEMPORAL && source == TextSource.CELL) {
      type = LocalTemporal.pattern(localForms).isEmpty() ? Scalar.STRING : Scalar.TIMESTAMP;
    }
    return new Evidence(type, form.phrase(), tally.example, tally.origin, tally.count);
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
        && tallies.containsKey(TextForm.FIXED_POINT)
        && (minScale != maxScale
            || tallies.containsKey(TextForm.INT)
            || tallies.containsKey(TextForm.BIGINT))
        && tallies.keySet().stream().allMatch(TypeAccumulator::isPlainNumber);
  }

  private static boolean isPlainNumber(TextForm form) {
    return form == TextForm.FIXED_POINT || form == TextForm.INT || form == TextForm.BIGINT;
  }

  /** Whether dates and times as people write them are not all written in one way. */
  private boolean hasUnlikeTimes() {
    return source == TextSource.CELL
        && tallies.containsKey(TextForm.LOCAL_TEMPORAL)
        && (LocalTemporal.pattern(localForms).isEmpty()
            || tallies.keySet().stream().anyMatch(form -> form.isTemporal()))
        && tallies.keySet().stream()
            .allMatch(form -> form == TextForm.LOCAL_TEMPORAL || form.isTemporal());
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

    Tally(String example, String origin) {
      this.example = example;
      this.origin = origin;
      this.count = 1;
    }

    void add(String value, String from, long times) {
      count += times;
      int order = value.compareTo(example);
      if (order < 0 || (order == 0 && from.compareTo(origin) < 0)) {
        example = value;
        origin = from;
      }
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

    Tally copy() {
      var copy = new Tally(example, origin);
      copy.count = count;
      return copy;
    }
  }
}
