package io.propolis.crawlers.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTemplateTest {
  @Test
  void whatStandsInFrontOfTheFirstBraceIsTheLocation() {
    var path = TableTemplate.split("s3://b/raw/{source}/v1/*/{table}/{Region}/{dt}/");

    assertThat(path.location()).isEqualTo("s3://b/raw");
    var template = path.template().orElseThrow();
    assertThat(template.above()).containsExactly("*", "v1", "*", "*");
    assertThat(template.keys()).containsExactly("region", "dt");
  }

  @Test
  void withoutATableTheLocationIsOne() {
    var path = TableTemplate.split("s3://b/orders/{dt}");

    assertThat(path.location()).isEqualTo("s3://b/orders");
    assertThat(path.template().orElseThrow())
        .isEqualTo(new TableTemplate("{dt}", List.of(), List.of("dt")));
    assertThat(TableTemplate.split("s3://b/orders/").template()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://b/{table}/x, 'x'",
    "s3://b/{table}/{dt}/{DT}, '{DT}'",
    "s3://b/{table}/{}, '{}'",
    "s3://b/{table}/a{dt}, 'a{dt}'",
    "s3://b/{table}/{table}, '{table}'"
  })
  void aWrongOneIsRefusedAtTheWrongPlace(String path, String place) {
    assertThatThrownBy(() -> TableTemplate.split(path))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("is wrong at '" + place + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://{bucket}/{table}", "s3:/{table}"})
  void bucketsAreNamed(String path) {
    assertThatThrownBy(() -> TableTemplate.split(path))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("names no bucket");
  }
}
