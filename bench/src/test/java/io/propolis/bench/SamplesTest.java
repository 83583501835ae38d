package io.propolis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void theMedianIsTheMiddleWhateverTheOrder() {
    assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
    assertThat(Samples.of(4, 1, 3, 2).median()).isEqualTo(2.5);
  }

  @Test
  void theLeastAndTheMostAreKept() {
    assertThat(Samples.of(9, 1, 5)).returns(1.0, Samples::min).returns(9.0, Samples::max);
  }
}
