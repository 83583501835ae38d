package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.PartitionList;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.store.TableSummary;
import io.propolis.thrift.encode.PartitionEncoder;
import io.propolis.thrift.encode.SummaryEncoder;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.RandomBeans;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.metastore.api.Partition._Fields;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.TableMeta;
import org.apache.thrift.TBase;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written by hand is, byte for byte, what the generated classes write of the beans. */
class EncodersTest {
  private static final int OBJECTS = 400;
  private static final TableName TABLE = TableName.of("sales", "orders");

  @ParameterizedTest
  @EnumSource
  void partitionsOfAnyFieldsAreThoseOfTheGeneratedWriter(Encoding encoding) throws Exception {
    var encoder = new PartitionEncoder();
    for (int seed = 0; seed < OBJECTS; seed++) {
      var partition = Partitions.partition(random(seed));

      assertThat(written(encoding, writer -> encoder.write(TABLE, partition, writer)))
          .as("seed %d", seed)
          .isEqualTo(generated(encoding, Partitions.bean(TABLE, partition)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void listsOfPartitionsAreThoseOfTheGeneratedWriter(Encoding encoding) throws Exception {
    var encoder = new PartitionEncoder();
    for (var size : List.of(0, 1, 14, 15, 200)) {
      var partitions =
          IntStream.range(0, size).mapToObj(seed -> Partitions.partition(random(seed))).toList();

      assertThat(written(encoding, writer -> encoder.write(new Listed(partitions), writer)))
          .isEqualTo(generated(encoding, Partitions.beans(TABLE, partitions)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void summariesAreThoseOfTheGeneratedWriter(Encoding encoding) throws Exception {
    var random = new Random(1);
    var summaries = new ArrayList<TableSummary>();
    var beans = new ArrayList<TableMeta>();
    for (int i = 0; i < OBJECTS; i++) {
      var comment = random.nextBoolean() ? null : "a note ☃ " + i;
      var owner = random.nextBoolean() ? null : "ann";
      var parameters = new HashMap<String, String>();
      parameters.put("comment", comment);
      summaries.add(
          new TableSummary(
              TableName.of("d" + i, "tablé" + i), TableType.EXTERNAL_TABLE, owner, 0, parameters));
      var bean = new TableMeta("d" + i, "tablé" + i, "EXTERNAL_TABLE");
      bean.setComments(comment);
      bean.setOwnerName(owner);
      beans.add(bean);
    }

    assertThat(
            written(
                encoding,
                writer -> {
                  writer.beginStructs(summaries.size());
                  new SummaryEncoder().write(summaries, writer);
                }))
        .isEqualTo(generated(encoding, beans));
  }

  @ParameterizedTest
  @EnumSource
  void textsAndNumbersAreThoseOfThrift(Encoding encoding) throws Exception {
    var random = new Random(2);
    var texts =
        IntStream.of(0, 1, 14, 15, 127, 128, 511, 512, 513, 20_000)
            .boxed()
            .flatMap(
                length -> List.of("x".repeat(length), "é☃\uD83D\uDE00".repeat(length)).stream())
            .toList();
    var numbers = random.longs(OBJECTS).map(number -> number >> (number & 63)).toArray();
    var buffer = new TMemoryBuffer(1024);
    var protocol = encoding.over(buffer);
    for (long number : numbers) {
      protocol.writeI64(number);
      protocol.writeI32((int) number);
    }
    protocol.writeListBegin(new TList(TType.STRING, texts.size()));
    for (var text : texts) {
      protocol.writeString(text);
    }

    assertThat(
            written(
                encoding,
                writer -> {
                  for (long number : numbers) {
                    writer.i64(number);
                    writer.i32((int) number);
                  }
                  writer.texts(texts);
                }))
        .isEqualTo(content(buffer));
    assertThat(ReplyWriter.bytes(encoding, writer -> writer.texts(texts)))
        .isEqualTo(written(encoding, writer -> writer.texts(texts)));
  }

  /** Any fields of a partition are set, and any are not. */
  private static org.apache.hadoop.hive.metastore.api.Partition random(int seed) {
    var random = new Random(seed);
    var bean = new RandomBeans(seed).fill(new org.apache.hadoop.hive.metastore.api.Partition());
    for (var field : _Fields.values()) {
      if (field != _Fields.VALUES && random.nextInt(3) == 0) {
        bean.setFieldValue(field, null);
      }
    }
    if (bean.isSetWriteId()) {
      bean.setWriteId(random.nextInt(3) - 1L);
    }
    if (bean.getSd() != null) {
      for (var field : StorageDescriptor._Fields.values()) {
        if (random.nextInt(4) == 0) {
          bean.getSd().setFieldValue(field, null);
        }
      }
    }
    bean.setValues(values(random));
    return bean;
  }

  private static List<String> values(Random random) {
    return IntStream.range(0, random.nextInt(20)).mapToObj(i -> "v" + i + "é").toList();
  }

  /** A list of partitions in memory. */
  private record Listed(List<Partition> partitions) implements PartitionList {
    private static final Table OF = Table.builder(TABLE).build();

    @Override
    public Table table() {
      return OF;
    }

    @Override
    public int size() {
      return partitions.size();
    }

    @Override
    public boolean isCertain() {
      return true;
    }

    @Override
    public void forEach(Consumer<Partition> consumer) {
      partitions.forEach(consumer);
    }

    @Override
    public void forEachValues(Consumer<List<String>> consumer) {
      partitions.forEach(partition -> consumer.accept(partition.values()));
    }

    @Override
    public void forEachName(NameConsumer consumer) {
      for (var partition : partitions) {
        var keys = partition.values().stream().map(value -> new Column("k", "string")).toList();
        var name = PartitionNames.of(keys, partition.values()).getBytes(StandardCharsets.UTF_8);
        consumer.accept(name, 0, name.length);
      }
    }
  }

  /** Through the transport and the protocol of a connection. */
  private static byte[] written(Encoding encoding, Consumer<ReplyWriter> work) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var limits = MessageLimits.of(1024, MessageLimits.ANY_REPLY);
    var transport = new StreamTransport(InputStream.nullInputStream(), bytes, limits);
    var protocol =
        encoding == Encoding.BINARY
            ? new CarefulBinaryProtocol(transport)
            : new CarefulCompactProtocol(transport);
    work.accept(new ReplyWriter(transport.reply(), protocol));
    transport.flush();
    return bytes.toByteArray();
  }

  private static byte[] generated(Encoding encoding, TBase<?, ?> bean) throws Exception {
    var buffer = new TMemoryBuffer(1024);
    bean.write(encoding.over(buffer));
    return content(buffer);
  }

  private static byte[] generated(Encoding encoding, List<? extends TBase<?, ?>> beans)
      throws Exception {
    var buffer = new TMemoryBuffer(1024);
    var protocol = encoding.over(buffer);
    protocol.writeListBegin(new TList(TType.STRUCT, beans.size()));
    for (var bean : beans) {
      bean.write(protocol);
    }
    return content(buffer);
  }

  private static byte[] content(TMemoryBuffer buffer) {
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }
}
