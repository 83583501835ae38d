package io.propolis.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("--data", "--dry-run", "--server", "--store.url", "--store.user");

  @ParameterizedTest
  @CsvSource({
    "--dry,       --dry-run",
    "--sever,     --server",
    "--SERVER,    --server",
    "--sevrer,    --server",
    "--store.ulr, --store.url",
    "--dat,       --data",
  })
  void aMisspeltNameFindsTheOneThatWasMeant(String written, String meant) {
    assertThat(NearestName.of(written, KNOWN)).contains(meant);
  }

  @Test
  void aNameLikeNoOtherFindsNone() {
    assertThat(NearestName.of("--telemetry", KNOWN)).isEmpty();
  }
}
