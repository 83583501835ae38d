package io.propolis.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.bench.call.Connection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyServerTest {
  @ParameterizedTest
  @CsvSource({"100, 60", "43, 1000000", "30000, 2000"})
  void asManyBytesAreSentAndReceivedAsAsked(int sent, int received) throws Exception {
    int port = ServerProcess.freePort();
    try (var server = EmptyServer.start(port);
        var connection = new Connection(port)) {
      connection.run(EmptyServer.sameBytes(sent, received));

      assertThat(connection.sent()).isEqualTo(sent);
      assertThat(connection.received()).isEqualTo(received);
    }
  }
}
