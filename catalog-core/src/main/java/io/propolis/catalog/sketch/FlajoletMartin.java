package io.propolis.catalog.sketch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Flajolet and Martin's sketch, which Hive kept before version 3: {@code FM}, the number of bit
 * vectors in two bytes, and four bytes for each vector, lowest first.
 */
final class FlajoletMartin implements DistinctValues {
  private static final int HEADER = 4;
  private static final double PHI = 0.77351;

  private final int[] vectors;

  private FlajoletMartin(int[] vectors) {
    this.vectors = vectors;
  }

  static boolean isOne(byte[] bytes) {
    return bytes.length > HEADER && bytes[0] == 'F' && bytes[1] == 'M';
  }

  static FlajoletMartin read(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getShort(2) & 0xFFFF;
    if (count == 0 || bytes.length < HEADER + 4 * count) {
      throw new IndexOutOfBoundsException("%d bytes for %d vectors".formatted(bytes.length, count));
    }
    var vectors = new int[count];
    in.position(HEADER).asIntBuffer().get(vectors);
    return new FlajoletMartin(vectors);
  }

  @Override
  public boolean merge(DistinctValues other) {
    if (!(other instanceof FlajoletMartin sketch) || sketch.vectors.length != vectors.length) {
      return false;
    }
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] |= sketch.vectors[i];
    }
    return true;
  }

  /** By the lowest bit that is not set, on the average of the vectors. */
  @Override
  public long estimate() {
    long sum = 0;
    for (int vector : vectors) {
      sum += Integer.numberOfTrailingZeros(~vector);
    }
    return Math.max(1, (long) (Math.pow(2, (double) sum / vectors.length) / PHI));
  }

  @Override
  public byte[] bytes() {
    var out = ByteBuffer.allocate(HEADER + 4 * vectors.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'F').put((byte) 'M').putShort((short) vectors.length);
    out.asIntBuffer().put(vectors);
    return out.array();
  }
}
