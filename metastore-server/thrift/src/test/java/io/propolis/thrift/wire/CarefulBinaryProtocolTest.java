package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarefulBinaryProtocolTest {
  /** Sizes around the resting buffer, around a short text, and beyond what is held back. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 511, 512, 513, 1_400, 4_096, 70_000, 2_000_000})
  void itWritesWhatThriftsOwnProtocolWrites(int length) throws Exception {
    var table = table(length);
    var expected = new TMemoryBuffer(64);
    table.write(new TBinaryProtocol(expected));

    assertThat(overASocket(table)).isEqualTo(Arrays.copyOf(expected.getArray(), expected.length()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 600, 70_000, 2_000_000})
  void itReadsWhatThriftsOwnProtocolWrites(int length) throws Exception {
    var table = table(length);
    try (var listener = new ServerSocket(0);
        var near = new Socket("localhost", listener.getLocalPort());
        var far = listener.accept()) {
      var bytes = new TMemoryBuffer(64);
      table.write(new TBinaryProtocol(bytes));
      var sender =
          new Thread(
              () -> {
                try {
                  near.getOutputStream().write(bytes.getArray(), 0, bytes.length());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      var transport =
          new StreamTransport(
              far.getInputStream(),
              far.getOutputStream(),
              new MessageLimits(new TConfiguration(), MessageLimits.ANY_REPLY));
      var read = new Table();
      read.read(new CarefulBinaryProtocol(transport));
      sender.join();

      assertThat(read).isEqualTo(table);
    }
  }

  private static Table table(int length) {
    var table = new Table();
    table.setTableName("x".repeat(length));
    table.setViewOriginalText("é☃𝄞".repeat(length / 3));
    table.setCreateTime(-7);
    table.setWriteId(1L << 40);
    table.setParameters(Map.of("k", "v".repeat(length / 2)));
    table.setPartitionKeys(new ArrayList<>(List.of(new FieldSchema("a", "int", null))));
    return table;
  }

  private static byte[] overASocket(Table table) throws Exception {
    try (var listener = new ServerSocket(0);
        var near = new Socket("localhost", listener.getLocalPort());
        var far = listener.accept()) {
      var writer =
          new Thread(
              () -> {
                try (near) {
                  var transport =
                      new StreamTransport(
                          near.getInputStream(),
                          near.getOutputStream(),
                          new MessageLimits(new TConfiguration(), MessageLimits.ANY_REPLY));
                  table.write(new CarefulBinaryProtocol(transport));
                  transport.flush();
                } catch (IOException | TException e) {
                  throw new IllegalStateException(e);
                }
              });
      writer.start();
      var bytes = far.getInputStream().readAllBytes();
      writer.join();
      return bytes;
    }
  }
}
