package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PropertyGetRequest;
import org.apache.hadoop.hive.metastore.api.PropertySetRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {
  private static final String POLICY =
      "{\"name\":\"table01\",\"compaction\":{\"target-size\":5,\"kinds\":[\"minor\"]}}";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void setSome() throws TException {
    client = given.client();
    set(
        Map.of(
            "owner", "ann",
            "sales.team", "north",
            "sales.orders.fillFactor", "95.5",
            "sales.orders.someb", "true",
            "sales.orders.policy", POLICY,
            "sales.items.fillFactor", "90",
            "sales.items.someb", "false",
            "salesold.orders.fillFactor", "100"));
  }

  private static PropertySetRequest toSet(String namespace) {
    var request = new PropertySetRequest();
    request.setNameSpace(namespace);
    return request;
  }

  private static PropertyGetRequest toGet(String namespace) {
    var request = new PropertyGetRequest();
    request.setNameSpace(namespace);
    return request;
  }

  private void set(Map<String, String> properties) throws TException {
    var request = toSet("hms");
    request.setPropertyMap(properties);
    assertThat(client.set_properties(request)).isTrue();
  }

  private Map<String, Map<String, String>> get(String prefix, String predicate, String... selection)
      throws TException {
    var request = toGet("hms");
    request.setMapPrefix(prefix);
    request.setMapPredicate(predicate);
    if (selection.length > 0) {
      request.setMapSelection(List.of(selection));
    }
    return client.get_properties(request).getProperties();
  }

  @Test
  void propertiesOfClusterDatabaseAndTableAreMapsOfTheirOwn() throws TException {
    assertThat(get(null, null))
        .containsOnlyKeys("hms", "sales", "sales.orders", "sales.items", "salesold.orders")
        .containsEntry("hms", Map.of("owner", "ann"))
        .containsEntry("sales", Map.of("team", "north"));
    assertThat(get("sales.o", "true"))
        .isEqualTo(
            Map.of(
                "sales.orders", Map.of("fillFactor", "95.5", "someb", "true", "policy", POLICY)));
  }

  @Test
  void aPropertyIsReplacedAndTheOthersOfItsMapStay() throws TException {
    set(Map.of("sales.items.fillFactor", "91", "sales.items.note", "a.b", "sales.items.x.y", ""));
    assertThat(get("sales.items", "fillFactor > 90"))
        .containsEntry("sales.items", Map.of("fillFactor", "91", "someb", "false", "note", "a.b"));
    assertThat(get("sales.items.x", null)).isEqualTo(Map.of("sales.items.x", Map.of("y", "")));
  }

  @Test
  void conditionsSelectMaps() throws TException {
    assertThat(get("sales", "fillFactor > 92")).containsOnlyKeys("sales.orders", "salesold.orders");
    assertThat(get("sales", "someb && fillFactor < 100")).containsOnlyKeys("sales.orders");
    assertThat(get("sales", "!someb && fillFactor != null"))
        .containsOnlyKeys("sales.items", "salesold.orders");
    assertThat(get("sales", "policy.name =^ 'table0'")).containsOnlyKeys("sales.orders");
    assertThat(get("sales", "policy.compaction.'target-size' == 5"))
        .containsOnlyKeys("sales.orders");
    assertThat(get("sales", "team =~ ['north', 'south']")).containsOnlyKeys("sales");
    assertThat(get("sales", "absent.of.all > 1")).isEmpty();
    assertThat(get("sales", "fillFactor")).isEmpty();
  }

  @Test
  void selectionsNamePropertiesOrMakeThem() throws TException {
    assertThat(get("sales", "fillFactor > 92", "fillFactor", "absent"))
        .isEqualTo(
            Map.of(
                "sales.orders", Map.of("fillFactor", "95.5"),
                "salesold.orders", Map.of("fillFactor", "100")));
    assertThat(
            get(
                "sales.orders",
                null,
                "{ 'policy' : { 'size' : policy.compaction.'target-size' }, 'twice' : 2 * fillFactor }"))
        .isEqualTo(Map.of("sales.orders", Map.of("policy", "{\"size\":5}", "twice", "191.0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fillFactor >",
        "new('java.lang.ProcessBuilder', 'ls')",
        "team.getClass()",
        "fillFactor = 5",
        "while (true) {}",
        "() -> { true }"
      })
  void whatIsNoConditionIsRefused(String predicate) throws TException {
    assertThatThrownBy(() -> get("sales", predicate)).isInstanceOf(MetaException.class);
    assertThat(get("sales.items", null)).hasSize(1);
  }

  @Test
  void conditionsReachIntoNoJavaObject() throws TException {
    assertThat(get("sales", "team.class != null || team.bytes != null || policy.class != null"))
        .isEmpty();
    var deep = "(".repeat(200_000) + "true" + ")".repeat(200_000);
    assertThatThrownBy(() -> get("sales", deep)).isInstanceOf(MetaException.class);
    assertThat(get("sales.items", "true")).hasSize(1);
  }

  @Test
  void onlyTheNamespaceOfHiveIsKnown() {
    var other = toSet("other");
    other.setPropertyMap(Map.of("a", "b"));
    assertThatThrownBy(() -> client.set_properties(other))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("no PropertyManager namespace is declared, namespace other");
    assertThatThrownBy(() -> client.get_properties(toGet("other")))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void propertiesSetAtOnceAreAllKept() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      var work = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 16; i++) {
        var own = given.client();
        var request = toSet("hms");
        request.setPropertyMap(Map.of("new.table.p" + i, "x"));
        work.add(() -> own.set_properties(request));
      }
      for (var done : pool.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(get("new.table", null).get("new.table")).hasSize(16);
  }
}
