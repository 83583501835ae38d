package io.propolis.crawlers.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.files.Lake;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CountedFilesTest {
  /** A method that the lake does better than by default would be lost otherwise. */
  @Test
  void everyMethodOfALakeIsPassedOn() {
    var passedOn = Arrays.stream(CountedFiles.class.getDeclaredMethods()).toList();

    assertThat(Lake.class.getMethods())
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .allSatisfy(
            method ->
                assertThat(passedOn)
                    .anySatisfy(
                        own -> {
                          assertThat(own.getName()).isEqualTo(method.getName());
                          assertThat(own.getParameterTypes()).isEqualTo(method.getParameterTypes());
                        }));
  }
}
