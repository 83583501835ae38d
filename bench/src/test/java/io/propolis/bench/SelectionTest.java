package io.propolis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.bench.Selection.Extent;
import io.propolis.bench.crawl.CrawlBench;
import io.propolis.bench.glue.GlueBench;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void aWholeNameMeansThatOneThoughItBeginsAnother() {
    var one = new Selection(Extent.USUAL, List.of("filter-range-100000"));

    assertThat(one.includes("filter-range-100000")).isTrue();
    assertThat(one.includes("filter-range-1000000")).isFalse();
  }

  @Test
  void aPrefixMeansAllThatBeginWithIt() {
    var filters = new Selection(Extent.USUAL, List.of("filter"));

    assertThat(Selection.names().stream().filter(filters::includes))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("filter"))
        .contains("filter-range-1000000");
  }

  @Test
  void aMillionPartitionsAreMeasuredWhenEverythingIs() {
    assertThat(new Selection(Extent.USUAL, List.of()).includes("load-1000000")).isFalse();
    assertThat(new Selection(Extent.FULL, List.of()).includes("load-1000000")).isTrue();
  }

  @Test
  void whatAQuickRunMeasuresExists() {
    var quick = new Selection(Extent.QUICK, List.of());

    assertThat(
            Selection.names().stream()
                .filter(quick::includes)
                .filter(name -> !GlueBench.keys().contains(name))
                .filter(name -> !CrawlBench.keys().contains(name)))
        .hasSize(13);
  }

  @Test
  void aPrefixOfNothingIsFound() {
    assertThat(new Selection(Extent.USUAL, List.of("get-table", "nothing")).unknownPrefix())
        .isEqualTo("nothing");
    assertThat(new Selection(Extent.USUAL, List.of("get-table")).unknownPrefix()).isEmpty();
  }
}
