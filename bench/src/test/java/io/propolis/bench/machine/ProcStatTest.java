package io.propolis.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {
  private static final String REST =
      "S 1 42 42 0 -1 4194560 2300 5600 0 0 250 50 30 20 20 0 33 0 12345 1 2";

  @Test
  void timesOfTheProcessAndOfItsEndedChildrenAreSummed() {
    var stat = ProcStat.parse("42 (java) " + REST);

    assertThat(stat).isEqualTo(new ProcStat(300, 50));
    assertThat(stat.cpuSeconds()).isEqualTo(3.5);
  }

  @Test
  void aNameMayHoldSpacesAndParentheses() {
    assertThat(ProcStat.parse("42 (postgres: a) b (c) " + REST).ownTicks()).isEqualTo(300);
  }

  @Test
  void anotherTextIsRefused() {
    assertThatThrownBy(() -> ProcStat.parse("42 java S"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("42 java S");
  }

  @Test
  void residentMemoryIsReadFromTheStatus() {
    assertThat(ProcessTree.residentMiB("Name:\tjava\nVmPeak:\t  9000 kB\nVmRSS:\t  2048 kB\n"))
        .isEqualTo(2);
  }
}
