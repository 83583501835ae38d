package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServerTest {
  @TempDir private Path scratch;

  @Test
  void oneOfEveryKindSurvivesAKilledServer() throws Exception {
    var data = scratch.resolve("data");
    Map<String, Object> written;
    try (var server = ServerProcess.serve(scratch, data);
        var client = new HiveClient(server.awaitReady().thriftPort())) {
      var kinds = everyKind(client);
      kinds.write();
      written = kinds.read();
      server.kill();
      server.awaitExit(30);
    }
    written.forEach(
        (kind, value) -> assertThat(isSomething(value)).as("%s: %s", kind, value).isTrue());
    try (var server = ServerProcess.serve(scratch, data);
        var client = new HiveClient(server.awaitReady().thriftPort())) {
      var kept = everyKind(client).read();
      written.forEach((kind, value) -> assertThat(kept.get(kind)).as(kind).isEqualTo(value));
    }
  }

  private EveryKind everyKind(HiveClient client) {
    return new EveryKind(client.calls(), "file:" + scratch);
  }

  private static boolean isSomething(Object value) {
    if (value instanceof Collection<?> many) {
      return !many.isEmpty();
    }
    if (value instanceof Map<?, ?> many) {
      return !many.isEmpty();
    }
    return value != null && !value.equals(false);
  }
}
