package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.thrift.api.ApiMethod;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatedColumnsTest {
  private static final ApiMethod ADD = ApiMethod.find("add_partitions_req").orElseThrow();

  /** Sizes within the buffer, beyond it, and of more elements than are believed. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 30, 400, 5_000})
  void columnsThatComeAgainAreOneList(int columns) throws Exception {
    var sent = added(same(40, columns));

    var read = read(ADD, sent, new ByteArrayInputStream(bytes(sent)));

    assertThat(read).isEqualTo(sent);
    var parts = ((ThriftHiveMetastore.add_partitions_req_args) read).getRequest().getParts();
    assertThat(parts.subList(2, 40))
        .allSatisfy(p -> assertThat(p.getSd().getCols()).isSameAs(parts.get(1).getSd().getCols()));
  }

  @Test
  void everyCallOfManyPartitionsSharesThem() throws Exception {
    var parts = same(3, 30);
    var altered = new ThriftHiveMetastore.alter_partitions_args("d", "t", parts);
    var inRequest =
        new ThriftHiveMetastore.alter_partitions_req_args(
            new AlterPartitionsRequest("d", "t", parts));
    var plain = new ThriftHiveMetastore.add_partitions_args(parts);

    assertThat(share(read("alter_partitions", altered))).isTrue();
    assertThat(share(read("alter_partitions_req", inRequest))).isTrue();
    assertThat(share(read("add_partitions", plain))).isTrue();
  }

  /** Whatever comes in whatever pieces, it is read as Hive's classes alone read it. */
  @Test
  void whatComesIsRead() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var sent = added(any(random));
      var pieces = new Pieces(bytes(sent), random);

      assertThat(read(ADD, sent, pieces)).as("seed %d", seed).isEqualTo(sent);
    }
  }

  /** A shorter list that begins as the one before may be the last that a client sends. */
  @Test
  void nobodyWaitsForColumnsThatMayNotCome() throws Exception {
    var parts = same(3, 30);
    parts.get(2).getSd().getCols().forEach(column -> column.setComment(null));
    var sent = added(parts);
    try (var near = new PipedOutputStream();
        var far = new PipedInputStream(near, 1 << 20)) {
      near.write(bytes(sent));
      near.flush();

      assertThat(read(ADD, sent, far)).isEqualTo(sent);
    }
  }

  /** Columns twice in one descriptor, and something that looks like one where none is. */
  @Test
  void whatNobodySendsHarmsNobody() throws Exception {
    var buffer = new TMemoryBuffer(64);
    var out = new TBinaryProtocol(buffer);
    out.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
    out.writeFieldBegin(new TField("parts", TType.LIST, (short) 3));
    out.writeListBegin(new TList(TType.STRUCT, 2));
    for (int i = 0; i < 2; i++) {
      for (short unknown : new short[] {7, 77}) {
        out.writeFieldBegin(new TField("", TType.STRUCT, unknown));
        if (unknown == 77) {
          out.writeFieldBegin(new TField("", TType.STRUCT, (short) 7));
        }
        for (int twice = 0; twice < 2; twice++) {
          out.writeFieldBegin(new TField("", TType.LIST, (short) 1));
          out.writeListBegin(new TList(TType.STRUCT, 1));
          new FieldSchema("a", "int", "" + i / 2).write(out);
        }
        out.writeFieldStop();
        if (unknown == 77) {
          out.writeFieldStop();
        }
      }
      out.writeFieldStop();
    }
    out.writeFieldBegin(new TField("", TType.STRING, (short) 1));
    out.writeString("d");
    out.writeFieldBegin(new TField("", TType.STRING, (short) 2));
    out.writeString("t");
    out.writeFieldBegin(new TField("", TType.BOOL, (short) 4));
    out.writeBool(true);
    out.writeFieldStop();
    out.writeFieldStop();
    var bytes = Arrays.copyOf(buffer.getArray(), buffer.length());
    var expected = new ThriftHiveMetastore.add_partitions_req_args();
    expected.read(new TBinaryProtocol(memory(bytes)));

    var read = read(ADD, expected, new ByteArrayInputStream(bytes));

    assertThat(read).isEqualTo(expected);
    assertThat(expected.getRequest().getParts()).hasSize(2);
  }

  private static TMemoryBuffer memory(byte[] bytes) throws TException {
    var buffer = new TMemoryBuffer(bytes.length);
    buffer.write(bytes);
    return buffer;
  }

  private static ThriftHiveMetastore.add_partitions_req_args added(List<Partition> parts) {
    return new ThriftHiveMetastore.add_partitions_req_args(
        new AddPartitionsRequest("d", "t", parts, true));
  }

  private static List<Partition> same(int partitions, int columns) {
    return new ArrayList<>(
        IntStream.range(0, partitions).mapToObj(i -> partition(i, columns(columns, ""))).toList());
  }

  private static List<FieldSchema> columns(int count, String comment) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(i -> new FieldSchema("column_" + i, "string", "é" + comment))
            .toList());
  }

  private static Partition partition(int number, List<FieldSchema> columns) {
    var partition = new Partition();
    partition.setValues(new ArrayList<>(List.of("v" + number)));
    partition.setSd(new StorageDescriptor());
    partition.getSd().setCols(columns);
    partition.getSd().setLocation("s3://b/" + number);
    return partition;
  }

  private static List<Partition> any(Random random) {
    var kinds = new ArrayList<List<FieldSchema>>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      kinds.add(columns(random.nextInt(200), "x".repeat(random.nextInt(300))));
    }
    var parts = new ArrayList<Partition>();
    for (int i = 0; i < 60; i++) {
      var partition = partition(i, new ArrayList<>(kinds.get(random.nextInt(kinds.size()))));
      switch (random.nextInt(12)) {
        case 0 -> partition.unsetSd();
        case 1 -> partition.getSd().unsetCols();
        case 2 -> partition.getSd().setLocation("y".repeat(random.nextInt(40_000)));
        default -> {}
      }
      parts.add(partition);
    }
    return parts;
  }

  /** A client whose bytes come in pieces, and who has not sent the next yet, now and then. */
  private static final class Pieces extends FilterInputStream {
    private final Random random;

    Pieces(byte[] bytes, Random random) {
      super(new ByteArrayInputStream(bytes));
      this.random = random;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(20_000)));
    }

    @Override
    public int available() throws IOException {
      return random.nextInt(3) == 0 ? 0 : Math.min(super.available(), 100);
    }
  }

  private static byte[] bytes(TBase<?, ?> arguments) throws TException {
    return new TSerializer(new TBinaryProtocol.Factory()).serialize(arguments);
  }

  private static TBase<?, ?> read(String method, TBase<?, ?> sent) throws TException {
    var read =
        read(ApiMethod.find(method).orElseThrow(), sent, new ByteArrayInputStream(bytes(sent)));
    assertThat(read).isEqualTo(sent);
    return read;
  }

  private static TBase<?, ?> read(ApiMethod method, TBase<?, ?> like, InputStream in)
      throws TException {
    var transport =
        new StreamTransport(
            in, OutputStream.nullOutputStream(), MessageLimits.of(1 << 30, 1 << 30));
    transport.beginMessage();
    var protocol = new CarefulBinaryProtocol(transport);
    var read = method.newArguments();
    assertThat(read).hasSameClassAs(like);
    assertThat(RepeatedColumns.mayCome(method, protocol)).isTrue();
    RepeatedColumns.read(method, read, protocol, transport);
    return read;
  }

  private static boolean share(TBase<?, ?> read) {
    List<Partition> parts =
        read instanceof ThriftHiveMetastore.alter_partitions_args a
            ? a.getNew_parts()
            : read instanceof ThriftHiveMetastore.alter_partitions_req_args r
                ? r.getReq().getPartitions()
                : ((ThriftHiveMetastore.add_partitions_args) read).getNew_parts();
    return parts.get(1).getSd().getCols() == parts.get(2).getSd().getCols();
  }
}
