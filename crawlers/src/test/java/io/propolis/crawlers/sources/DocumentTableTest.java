package io.propolis.crawlers.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.formats.ValueShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentTableTest {
  private static List<String> columns(List<String> keys, String... documents) throws Exception {
    var shape = new ValueShape(ValueShape.Texts.QUOTED);
    for (var document : documents) {
      shape.add(new ObjectMapper().readTree(document), "t");
    }
    return DocumentTable.of("t", "t", shape, keys, Map.of(), "test", new ArrayList<>())
        .columns()
        .stream()
        .map(Column::name)
        .toList();
  }

  @Test
  void keysComeFirstInTheirOrderAndTheOthersByName() throws Exception {
    assertThat(
            columns(
                List.of("Id", "day"), "{\"z\":1,\"day\":1,\"B\":1}", "{\"a\":1,\"id\":1,\"Id\":1}"))
        .as("the key has its name, whatever else is called like it")
        .containsExactly("id", "day", "a", "b", "id_1", "z");
  }

  @Test
  void withoutKeysFieldsStayInTheirOrder() throws Exception {
    assertThat(columns(List.of(), "{\"z\":1,\"a\":1}", "{\"m\":1}")).containsExactly("z", "a", "m");
  }
}
