package io.propolis.catalog.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.datasketches.kll.KllFloatsSketch;
import org.apache.datasketches.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the library with which Hive 4 writes its histograms. */
class KllHistogramTest {
  private static final int K = 200;

  private static KllFloatsSketch sketch(int k, int from, int to) {
    var sketch = new KllFloatsSketch(k);
    for (int i = from; i < to; i++) {
      sketch.update(i);
    }
    return sketch;
  }

  private static KllHistogram read(byte[] bytes) {
    return KllHistogram.read(bytes).orElseThrow();
  }

  private static KllFloatsSketch theirs(KllHistogram histogram) {
    return KllFloatsSketch.heapify(Memory.wrap(histogram.bytes()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100, 200, 201, 1_000, 100_000})
  void bytesComeBackAsTheyWereRead(int values) {
    var bytes = sketch(K, 0, values).toByteArray();
    assertThat(read(bytes).count()).isEqualTo(values);
    assertThat(read(bytes).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "1,0", "1,1", "1,5", "5,1", "50,60", "0,150"})
  void fewValuesMergeToTheBytesOfTheLibrary(int one, int other) {
    var merged = read(sketch(K, 0, one).toByteArray());
    merged.merge(read(sketch(K, 1_000, 1_000 + other).toByteArray()));
    var expected = sketch(K, 0, one);
    expected.merge(sketch(K, 1_000, 1_000 + other));
    assertThat(merged.bytes()).isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"200,200,3", "200,10,300", "200,1000,40", "200,50000,20", "8,3000,10", "4000,5000,9"})
  void manyValuesKeepTheirDistribution(int k, int each, int parts) {
    var starts = IntStream.range(0, parts).map(i -> i * each).boxed().toList();
    var shuffled = Arrays.asList(starts.toArray(Integer[]::new));
    java.util.Collections.shuffle(shuffled, new Random(1));
    KllHistogram merged = null;
    for (int start : shuffled) {
      var next = read(sketch(k, start, start + each).toByteArray());
      if (merged == null) {
        merged = next;
      } else {
        merged.merge(next);
      }
    }

    var result = theirs(java.util.Objects.requireNonNull(merged));
    long all = (long) each * parts;
    assertThat(result.getN()).isEqualTo(all);
    assertThat(result.getMinValue()).isZero();
    assertThat(result.getMaxValue()).isEqualTo(all - 1);
    assertThat(result.getNumRetained()).isLessThanOrEqualTo(3 * k + 200);
    double error = 3 * KllFloatsSketch.getNormalizedRankError(k, false);
    for (double rank : List.of(0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)) {
      assertThat(result.getRank((float) (rank * all))).isBetween(rank - error, rank + error);
    }
    // And the library goes on with it.
    result.merge(sketch(k, 0, each));
    assertThat(KllFloatsSketch.heapify(Memory.wrap(result.toByteArray())).getN())
        .isEqualTo(all + each);
  }

  @Test
  void sketchesOfSeveralSizesKeepTheSmallestAccuracy() {
    var merged = read(sketch(K, 0, 10_000).toByteArray());
    merged.merge(read(sketch(50, 10_000, 20_000).toByteArray()));
    merged.merge(read(sketch(400, 20_000, 20_100).toByteArray()));
    var expected = sketch(K, 0, 10_000);
    expected.merge(sketch(50, 10_000, 20_000));
    expected.merge(sketch(400, 20_000, 20_100));
    assertThat(theirs(merged).getNormalizedRankError(false))
        .isEqualTo(expected.getNormalizedRankError(false));
  }

  @Test
  void theSamePartsGiveTheSameBytes() {
    var parts = IntStream.range(0, 50).mapToObj(i -> sketch(K, i, i + 900).toByteArray()).toList();
    assertThat(merged(parts).bytes()).isEqualTo(merged(parts).bytes());
  }

  private static KllHistogram merged(List<byte[]> parts) {
    var merged = read(parts.get(0));
    parts.subList(1, parts.size()).forEach(part -> merged.merge(read(part)));
    return merged;
  }

  @Test
  void whatIsNoSketchIsNotRead() {
    assertThat(KllHistogram.read(new byte[0])).isEmpty();
    assertThat(KllHistogram.read("HLL is another".getBytes())).isEmpty();
    var bytes = sketch(K, 0, 5_000).toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(KllHistogram.read(Arrays.copyOf(bytes, length))).as("%d bytes", length).isEmpty();
    }
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var damaged = bytes.clone();
      damaged[random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
      KllHistogram.read(damaged).ifPresent(KllHistogram::bytes);
    }
  }
}
