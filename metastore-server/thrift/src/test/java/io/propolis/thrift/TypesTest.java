package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Type;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TypesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  private static Type person() {
    var type = new Type();
    type.setName("Person");
    type.setFields(
        List.of(new FieldSchema("name", "string", "in full"), new FieldSchema("age", "int", null)));
    return type;
  }

  @Test
  void aTypeIsMadeReadAndDropped() throws TException {
    var client = given.client();
    assertThat(client.create_type(person())).isTrue();
    assertThat(client.get_type("Person")).isEqualTo(person());
    assertThatThrownBy(() -> client.create_type(person()))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("Person");

    assertThat(client.drop_type("Person")).isTrue();
    assertThat(client.drop_type("Person")).as("as Hive has it").isTrue();
    assertThatThrownBy(() -> client.get_type("Person"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("Person");
  }

  @Test
  void aTypeNeedsAPlainName() {
    var type = person();
    type.setName("array<int>");
    assertThatThrownBy(() -> given.client().create_type(type))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageContaining("array<int>");
  }

  @Test
  void typesAreListedByPattern() throws TException {
    var client = given.client();
    var list = new Type();
    list.setName("people");
    list.setType1("Person");
    list.setFields(List.of());
    client.create_type(person());
    client.create_type(list);
    assertThat(client.get_type_all("")).containsOnlyKeys("Person", "people");
    assertThat(client.get_type_all("peo*")).containsOnlyKeys("people").containsValue(list);
  }
}
