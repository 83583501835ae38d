package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PatienceTest {
  private final List<Long> pauses = new ArrayList<>();

  private static S3Exception answer(int status) {
    return (S3Exception) S3Exception.builder().statusCode(status).message("SlowDown").build();
  }

  @Test
  void throttledRequestsAreRepeatedAfterGrowingPauses() {
    int[] requests = {0};

    var reply =
        Patience.withStorage(
            () -> {
              if (requests[0]++ < 4) {
                throw answer(503);
              }
              return "reply";
            },
            pauses::add);

    assertThat(reply).isEqualTo("reply");
    assertThat(pauses).hasSize(4);
    assertThat(pauses.get(0)).isBetween(500L, 1000L);
    assertThat(pauses.get(3)).isBetween(4000L, 8000L);
  }

  @Test
  void patienceEndsAfterTwoMinutes() {
    assertThatThrownBy(
            () ->
                Patience.withStorage(
                    () -> {
                      throw answer(503);
                    },
                    pauses::add))
        .isInstanceOf(S3Exception.class);
    assertThat(pauses.stream().mapToLong(p -> p).sum()).isBetween(120_000L, 140_000L);
  }

  @Test
  void otherFailuresAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                Patience.withStorage(
                    () -> {
                      throw answer(403);
                    },
                    pauses::add))
        .isInstanceOf(S3Exception.class);
    assertThat(pauses).isEmpty();
  }
}
