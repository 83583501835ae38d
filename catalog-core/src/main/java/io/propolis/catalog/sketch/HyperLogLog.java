package io.propolis.catalog.sketch;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * HyperLogLog as Hive keeps it: {@code HLL}; a byte with the number of index bits and the width of
 * a register (0: sparse, 7: a byte); the count in seven bits a byte; then packed registers, or how
 * many sparse entries there are and their differences. A register holds the longest run of zeros of
 * the hashes that share its index, which is their lowest bits; a sparse entry has 25 index bits
 * above six of the run.
 */
final class HyperLogLog implements DistinctValues {
  private static final int SPARSE_INDEX_BITS = 25;
  private static final int RUN_BITS = 6;
  private static final int USUAL_INDEX_BITS = 14;
  private static final int MIN_INDEX_BITS = 4;

  private int indexBits;
  private @Nullable TreeMap<Integer, Byte> sparse;
  private byte[] dense = {};

  private HyperLogLog(int indexBits) {
    this.indexBits = indexBits;
  }

  static boolean isOne(byte[] bytes) {
    return bytes.length > 4
        && bytes[0] == 'H'
        && bytes[1] == 'L'
        && bytes[2] == 'L'
        && (bytes[3] & 0xF0) >>> 4 >= MIN_INDEX_BITS;
  }

  static HyperLogLog read(byte[] bytes) {
    var sketch = new HyperLogLog((bytes[3] & 0xF0) >>> 4);
    int width = bytes[3] & 7;
    var in = new Packed(bytes, 4);
    in.number(); // the count that stood here is made anew
    if (width == 0) {
      sketch.sparse = new TreeMap<>();
      long count = in.number();
      long entry = 0;
      for (long i = 0; i < count; i++) {
        entry += in.number();
        sketch.setSparse((int) (entry >>> RUN_BITS), (byte) (entry & (1 << RUN_BITS) - 1));
      }
    } else {
      sketch.dense = in.registers(1 << sketch.indexBits, width == 7 ? 8 : width);
    }
    return sketch;
  }

  /** As many index bits as Hive has unless it is told otherwise. */
  static HyperLogLog empty() {
    var sketch = new HyperLogLog(USUAL_INDEX_BITS);
    sketch.sparse = new TreeMap<>();
    return sketch;
  }

  /** Takes in a value by a hash of which every bit depends on the whole value. */
  void add(long hash) {
    byte run =
        (byte) (Math.min(Long.numberOfTrailingZeros(hash >>> indexBits), 63 - indexBits) + 1);
    if (sparse == null) {
      setDense((int) hash, run);
      return;
    }
    setSparse((int) hash, run);
    shrink(sparse);
  }

  /** Beyond this size, Hive's registers take less room. */
  private void shrink(TreeMap<Integer, Byte> entries) {
    if (entries.size() > (1 << indexBits) * RUN_BITS / 8 / 5) {
      makeDense();
    }
  }

  @Override
  public boolean merge(DistinctValues other) {
    if (!(other instanceof HyperLogLog sketch)) {
      return false;
    }
    reduce(Math.min(indexBits, sketch.indexBits));
    if (sparse != null && sketch.sparse != null) {
      sketch.sparse.forEach((key, run) -> setSparse(key, sketch.reduced(key, run, indexBits)));
      shrink(sparse);
      return true;
    }
    makeDense();
    if (sketch.sparse == null && sketch.indexBits == indexBits) {
      // Aggregations of thousands of partitions spend their time here: nothing but the maximum.
      for (int i = 0; i < dense.length; i++) {
        dense[i] = (byte) Math.max(dense[i], sketch.dense[i]);
      }
    } else if (sketch.sparse != null) {
      sketch.sparse.forEach((key, run) -> setDense(key, sketch.reduced(key, run, indexBits)));
    } else {
      for (int i = 0; i < sketch.dense.length; i++) {
        setDense(i, sketch.reduced(i, sketch.dense[i], indexBits));
      }
    }
    return true;
  }

  /** The run for fewer index bits: those that go belong to the run then. */
  private byte reduced(int index, byte run, int toBits) {
    int spare = (index & (1 << indexBits) - 1) >>> toBits;
    if (run == 0 || toBits == indexBits) {
      return run;
    }
    return (byte)
        (spare == 0 ? run + indexBits - toBits : Integer.numberOfTrailingZeros(spare) + 1);
  }

  private void reduce(int toBits) {
    if (toBits == indexBits) {
      return;
    }
    if (sparse != null) {
      sparse.replaceAll((key, run) -> reduced(key, run, toBits));
    } else {
      var registers = new byte[1 << toBits];
      for (int i = 0; i < dense.length; i++) {
        int index = i & registers.length - 1;
        registers[index] = (byte) Math.max(registers[index], reduced(i, dense[i], toBits));
      }
      dense = registers;
    }
    indexBits = toBits;
  }

  private void makeDense() {
    if (sparse != null) {
      var entries = sparse;
      sparse = null;
      dense = new byte[1 << indexBits];
      entries.forEach(this::setDense);
    }
  }

  private void setSparse(int key, byte run) {
    if (sparse != null) {
      sparse.merge(key & (1 << SPARSE_INDEX_BITS) - 1, run, (a, b) -> a > b ? a : b);
    }
  }

  private void setDense(int key, byte run) {
    int index = key & dense.length - 1;
    dense[index] = (byte) Math.max(dense[index], run);
  }

  @Override
  public long estimate() {
    return Math.max(1, sparse == null ? estimateDense() : estimateSparse(sparse.size()));
  }

  /** Linear counting on the 2^25 places that an entry can have. */
  private static long estimateSparse(int entries) {
    double places = 1L << SPARSE_INDEX_BITS;
    return Math.round(places * Math.log(places / (places - entries)));
  }

  /**
   * Otmar Ertl's estimator (New cardinality estimation algorithms for HyperLogLog sketches, 2017):
   * accurate over the whole range without tables of corrections.
   */
  private long estimateDense() {
    int longest = 64 - indexBits;
    var counts = new int[longest + 2];
    for (byte run : dense) {
      counts[Math.min(Math.max(run, 0), longest + 1)]++;
    }
    double m = dense.length;
    double z = m * tau(1 - counts[longest + 1] / m);
    for (int run = longest; run >= 1; run--) {
      z = (z + counts[run]) / 2;
    }
    z += m * sigma(counts[0] / m);
    return Math.round(m * m / (2 * Math.log(2) * z));
  }

  private static double sigma(double x) {
    if (x == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = x;
    double weight = 1;
    for (double power = x * x, before = -1; sum != before; power *= power, weight *= 2) {
      before = sum;
      sum += power * weight;
    }
    return sum;
  }

  private static double tau(double x) {
    if (x == 0 || x == 1) {
      return 0;
    }
    double sum = 1 - x;
    double weight = 1;
    for (double root = Math.sqrt(x), before = -1; sum != before; root = Math.sqrt(root)) {
      before = sum;
      weight /= 2;
      sum -= (1 - root) * (1 - root) * weight;
    }
    return sum / 3;
  }

  @Override
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'H', 'L', 'L'});
    if (sparse == null) {
      byte longest = 0;
      for (byte run : dense) {
        longest = (byte) Math.max(longest, run);
      }
      int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(longest));
      out.write(indexBits << 4 | width);
      Packed.writeNumber(out, estimate());
      Packed.writeRegisters(out, dense, width);
      return out.toByteArray();
    }
    out.write(indexBits << 4);
    Packed.writeNumber(out, estimate());
    Packed.writeNumber(out, sparse.size());
    int before = 0;
    for (var entry : sparse.entrySet()) {
      int current = entry.getKey() << RUN_BITS | entry.getValue();
      Packed.writeNumber(out, current - before);
      before = current;
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return "HyperLogLog[indexBits=%d, %s]"
        .formatted(indexBits, sparse == null ? Arrays.hashCode(dense) : sparse);
  }
}
