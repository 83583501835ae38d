package io.propolis.catalog.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against sketches of consecutive numbers that Hive 4.0.1's own classes made: kind, size, first and
 * last number, Hive's estimate, bytes.
 */
class DistinctValuesTest {
  record Hives(String kind, int size, int from, int to, long estimate, byte[] bytes) {
    DistinctValues read() {
      return DistinctValues.read(bytes).orElseThrow();
    }

    @Override
    public String toString() {
      return "%s %d of %d to %d".formatted(kind, size, from, to);
    }
  }

  static List<Hives> sketches() {
    try (var stream = DistinctValuesTest.class.getResourceAsStream("hive-sketches.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .map(
              w ->
                  new Hives(
                      w[0],
                      Integer.parseInt(w[1]),
                      Integer.parseInt(w[2]),
                      Integer.parseInt(w[3]),
                      Long.parseLong(w[4]),
                      Base64.getDecoder().decode(w[5])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Hives sketch(String kind, int size, int from, int to) {
    return sketches().stream()
        .filter(s -> s.toString().equals("%s %d of %d to %d".formatted(kind, size, from, to)))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("sketches")
  void hivesBytesAreCountedAsHiveCounts(Hives sketch) {
    // Hive corrects the bias of its registers by tables, we by a better formula.
    assertThat((double) sketch.read().estimate())
        .isCloseTo(sketch.estimate(), within(Math.max(1, sketch.estimate() * 0.03)));
  }

  @ParameterizedTest
  @MethodSource("sketches")
  void whatIsWrittenMeansTheSameWhenReadAgain(Hives sketch) {
    var written = sketch.read().bytes();

    assertThat(DistinctValues.read(written).orElseThrow().bytes()).isEqualTo(written);
    assertThat(DistinctValues.read(written).orElseThrow().estimate())
        .isEqualTo(sketch.read().estimate());
  }

  @Test
  void mergedRegistersAreHives() {
    var merged = sketch("hll", 10, 0, 2000).read();
    assertThat(merged.merge(sketch("hll", 10, 1000, 5000).read())).isTrue();
    assertThat(merged.bytes())
        .usingComparator((a, b) -> Arrays.compare(a, 6, a.length, b, 6, b.length))
        .isEqualTo(sketch("hll", 10, 0, 5000).read().bytes());

    var vectors = sketch("fm", 16, 0, 1000).read();
    assertThat(vectors.merge(sketch("fm", 16, 500, 3000).read())).isTrue();
    assertThat(vectors.bytes()).isEqualTo(sketch("fm", 16, 0, 3000).bytes());
    assertThat(vectors.estimate()).isEqualTo(3585);
  }

  @Test
  void sparseSketchesMergeExactly() {
    var merged = sketch("hll", 10, 0, 20).read();
    assertThat(merged.merge(sketch("hll", 10, 10, 60).read())).isTrue();

    assertThat(merged.estimate()).isEqualTo(60);
  }

  @Test
  void sparseSketchesMergeIntoDenseOnes() {
    var merged = sketch("hll", 10, 10, 60).read();
    assertThat(merged.merge(sketch("hll", 10, 0, 2000).read())).isTrue();

    assertThat(merged.estimate()).isEqualTo(sketch("hll", 10, 0, 2000).read().estimate());
  }

  @Test
  void sketchesOfDifferentPrecisionMergeAtTheLower() {
    var merged = sketch("hll", 12, 0, 3000).read();
    assertThat(merged.merge(sketch("hll", 10, 0, 2000).read())).isTrue();

    assertThat((double) merged.estimate()).isCloseTo(3000, within(200.0));
  }

  @Test
  void sketchesOfDifferentKindsDoNotMerge() {
    var sketch = sketch("hll", 10, 0, 20).read();

    assertThat(sketch.merge(sketch("fm", 16, 0, 1000).read())).isFalse();
    assertThat(sketch.estimate()).isEqualTo(20);
  }

  @Test
  void damagedBytesAreNoSketchOrAnotherButDoNoHarm() {
    var random = new Random(7);
    for (var sketch : sketches()) {
      for (int i = 0; i < 300; i++) {
        var bytes = sketch.bytes().clone();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        DistinctValues.read(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)))
            .ifPresent(read -> assertThat(read.estimate()).isPositive());
      }
    }
    assertThat(DistinctValues.read(new byte[0])).isEmpty();
    assertThat(DistinctValues.read("plain text".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
