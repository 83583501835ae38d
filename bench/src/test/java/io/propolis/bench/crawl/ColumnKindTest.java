package io.propolis.bench.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnKindTest {
  @Test
  void knowsTheNotationsOfHiveSparkAndDuckDb() {
    assertThat(ColumnKind.of("decimal(10,2)")).isEqualTo(ColumnKind.FRACTION);
    assertThat(ColumnKind.of("array<struct<a:int>>")).isEqualTo(ColumnKind.ARRAY);
    assertThat(ColumnKind.of("STRUCT(a BIGINT)[]")).isEqualTo(ColumnKind.ARRAY);
    assertThat(ColumnKind.of("MAP(VARCHAR, DOUBLE)")).isEqualTo(ColumnKind.MAP);
    assertThat(ColumnKind.of("struct<a:int>")).isEqualTo(ColumnKind.STRUCT);
    assertThat(ColumnKind.of("TIMESTAMP WITH TIME ZONE")).isEqualTo(ColumnKind.TIMESTAMP);
    assertThat(ColumnKind.of("INTEGER")).isEqualTo(ColumnKind.INT);
    assertThat(ColumnKind.of("string")).isEqualTo(ColumnKind.TEXT);
  }

  @Test
  void aWiderNumberHoldsANarrowerOneAndTextHoldsNothingElseAsWhatItIs() {
    assertThat(ColumnKind.INT.isHeldBy(ColumnKind.BIGINT)).isTrue();
    assertThat(ColumnKind.BIGINT.isHeldBy(ColumnKind.INT)).isFalse();
    assertThat(ColumnKind.DATE.isHeldBy(ColumnKind.TEXT)).isFalse();
  }
}
