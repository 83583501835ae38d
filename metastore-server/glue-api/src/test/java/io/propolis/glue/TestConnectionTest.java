package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.jdbc.testing.DatabaseServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real MariaDB, a real PostgreSQL and sockets. */
class TestConnectionTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private static String input(String type, String properties) {
    return "{'TestConnectionInput':{'ConnectionType':'%s','ConnectionProperties':{%s}}}"
        .formatted(type, properties);
  }

  private static String jdbc(String url, String user, String password) {
    return "'JDBC_CONNECTION_URL':'%s','USERNAME':'%s','PASSWORD':'%s'"
        .formatted(url, user, password);
  }

  private static final String USER = "tester";
  private static final String PASSWORD = "Open$esame";

  /** A database that the user may enter with the password. */
  private static String database(DatabaseServer server, String... statements) {
    var url = server.newDatabase();
    try (var connection = DriverManager.getConnection(url, server.user(), "");
        var statement = connection.createStatement()) {
      for (var each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return url;
  }

  private static String mariadb() {
    return database(
        DatabaseServer.mariadb(),
        "CREATE OR REPLACE USER tester IDENTIFIED BY 'Open$esame'",
        "GRANT ALL ON *.* TO tester");
  }

  private static String postgresql() {
    return database(
        DatabaseServer.postgresql(),
        "DROP ROLE IF EXISTS tester",
        "CREATE ROLE tester LOGIN PASSWORD 'Open$esame'");
  }

  private void connects(String url) {
    glue.done("TestConnection", input("JDBC", jdbc(url, USER, PASSWORD)));

    var address = URI.create(url.substring("jdbc:".length()));
    glue.done(
        "TestConnection",
        input(
            "JDBC",
            "'JDBC_ENGINE':'%s','HOST':'%s','PORT':'%d','DATABASE':'%s','USERNAME':'%s','PASSWORD':'%s'"
                .formatted(
                    address.getScheme(),
                    address.getHost(),
                    address.getPort(),
                    address.getPath().substring(1),
                    USER,
                    PASSWORD)));

    var refused = glue.call("TestConnection", input("JDBC", jdbc(url, "nobody", "wrong")));
    assertThat(refused.error()).isEqualTo("FederationSourceException");
    assertThat(refused.message()).contains("Cannot connect to jdbc:", "nobody");

    var nowhere = url.replaceFirst("/[^/?]+(\\?.*)?$", "/absent");
    var absent = glue.call("TestConnection", input("JDBC", jdbc(nowhere, USER, PASSWORD)));
    assertThat(absent.error()).isEqualTo("InvalidInputException");
    assertThat(absent.message()).contains("absent");
  }

  @Test
  void mariadbIsConnectedTo() {
    connects(mariadb());
  }

  @Test
  void postgresqlIsConnectedTo() {
    connects(postgresql());
  }

  @Test
  void aStoredConnectionIsTestedWithItsSecrets() {
    var url = mariadb();
    var creation =
        """
        {'ConnectionInput':{'Name':'db','ConnectionType':'JDBC','ConnectionProperties':{%s},
         'ValidateCredentials':true}}\
        """;
    glue.done("CreateConnection", creation.formatted(jdbc(url, USER, PASSWORD)));
    glue.done("TestConnection", "{'ConnectionName':'db'}");
    assertThat(
            glue.done("GetConnection", "{'Name':'db'}")
                .at("/Connection/LastConnectionValidationTime")
                .isNumber())
        .isTrue();

    var invalid =
        glue.call(
            "CreateConnection",
            creation.replace("'db'", "'other'").formatted(jdbc(url, "nobody", "wrong")));
    assertThat(invalid.error()).isEqualTo("InvalidInputException");
    assertThat(glue.call("GetConnection", "{'Name':'other'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void hostsAndBrokersAreReachedByTheirPort() throws Exception {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = listening.getLocalPort();
      glue.done("TestConnection", input("NETWORK", "'HOST':'127.0.0.1','PORT':'" + port + "'"));
      glue.done(
          "TestConnection",
          input("KAFKA", "'KAFKA_BOOTSTRAP_SERVERS':'127.0.0.1:1, 127.0.0.1:" + port + "'"));
    }
    var refused = glue.call("TestConnection", input("NETWORK", "'HOST':'127.0.0.1','PORT':'1'"));
    assertThat(refused.error()).isEqualTo("FederationSourceException");
    assertThat(refused.message()).startsWith("Cannot connect to 127.0.0.1:1");
    assertThat(
            glue.call(
                    "TestConnection",
                    input("KAFKA", "'KAFKA_BOOTSTRAP_SERVERS':'127.0.0.1:1,127.0.0.1:2'"))
                .message())
        .contains("127.0.0.1:1", "127.0.0.1:2");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/db";
      var reply = glue.call("TestConnection", input("JDBC", jdbc(url, "u", "p")));
      assertThat(reply.error()).isEqualTo("OperationTimeoutException");
    }
  }

  /** MySQL's driver reads files and loads classes for those who may give it parameters. */
  @Test
  void parametersOfAUrlAreNotUsed() throws Exception {
    var url = mariadb() + "?socketFactory=not.a.Factory";
    glue.done("TestConnection", input("JDBC", jdbc(url, USER, PASSWORD)));
    for (var malicious :
        new String[] {"jdbc:h2:mem:x", "jdbc:mysql://(host=x,y=z)/db", "file:/x"}) {
      assertThat(glue.call("TestConnection", input("JDBC", jdbc(malicious, "u", "p"))).error())
          .isEqualTo("InvalidInputException");
    }
  }

  @Test
  void whatCannotBeTestedIsRefused() {
    for (var request :
        new String[] {
          "{}",
          "{'ConnectionName':'absent'}",
          input("SALESFORCE", ""),
          input("NETWORK", ""),
          input("JDBC", "'JDBC_CONNECTION_URL':'jdbc:oracle://h/d','USERNAME':'u','PASSWORD':'p'"),
          input("JDBC", "'JDBC_CONNECTION_URL':'jdbc:mysql://h/d','SECRET_ID':'s'")
        }) {
      assertThat(glue.call("TestConnection", request).error())
          .as(request)
          .isIn("InvalidInputException", "EntityNotFoundException");
    }
  }
}
