package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ConfigValSecurityException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HivePropertiesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  @Test
  void propertiesAreToldByBothNamesWithHivesDefaultWhereNobodySaysMore() throws TException {
    var client = given.client();

    assertThat(client.get_config_value("hive.metastore.batch.retrieve.max", "7")).isEqualTo("300");
    assertThat(client.get_config_value("metastore.batch.retrieve.max", "7")).isEqualTo("300");
    assertThat(client.get_config_value("hive.txn.timeout", "")).isEqualTo("300s");
    assertThat(client.get_config_value("hive.my.own", "7")).isEqualTo("7");
  }

  @Test
  void whatTheOperatorSaysIsTold() throws TException {
    var settings =
        new ThriftSettings(
            "localhost", 0, ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES, Duration.ofSeconds(30));
    var said = Map.of("metastore.batch.retrieve.max", "50", "hive.my.own", "8");
    try (var server = HiveDoor.open(given.whole(), settings, said);
        var socket = new TSocket("localhost", started(server))) {
      socket.open();
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));

      assertThat(client.get_config_value("hive.metastore.batch.retrieve.max", "7")).isEqualTo("50");
      assertThat(client.get_config_value("hive.my.own", "7")).isEqualTo("8");
    }
  }

  private static int started(ThriftServer server) {
    server.start();
    return server.address().getPort();
  }

  @Test
  void secretsAndForeignNamesAreNotTold() throws TException {
    var client = given.client();

    for (var name :
        new String[] {
          "metastore.keystore.password", "javax.jdo.option.ConnectionPassword", "fs.defaultFS"
        }) {
      assertThatThrownBy(() -> client.get_config_value(name, "x"))
          .isInstanceOf(ConfigValSecurityException.class)
          .hasMessage("For security reasons, the config key " + name + " cannot be accessed");
    }
  }

  @Test
  void aValueThatAPropertyCannotHaveIsRefused() throws TException {
    var client = given.client();
    var key = "hive.metastore.disallow.incompatible.col.type.changes";

    assertThat(client.getMetaConf(key)).isEqualTo("false");
    assertThatThrownBy(() -> client.setMetaConf(key, "maybe"))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("Invalid configuration value maybe for key " + key);
    client.setMetaConf(key, "TRUE");
    assertThat(client.getMetaConf(key)).isEqualTo("TRUE");
    assertThat(given.client().getMetaConf(key)).isEqualTo("false");
  }
}
