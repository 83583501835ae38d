package io.propolis.thrift.encode;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.catalog.PartitionList;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.thrift.encode.EncodedLayout.Columns;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Times;
import io.propolis.thrift.wire.Encoding;
import io.propolis.thrift.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.Partition._Fields;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Writes partitions of what was encoded once: the names of their table, and each layout. What is a
 * partition's own is put between.
 *
 * <p>Hot: the order of fields here is that of the IDL, by hand; {@code bench} measures it with all
 * partitions of a table. {@link Partitions} is the plain twin, and writes what is rare.
 */
public final class PartitionEncoder {
  private static final int MAX_TABLES = 10_000;

  /** Bytes of layouts that are kept at most: those of some thousand tables with 50 columns. */
  private static final long MAX_LAYOUT_BYTES = 32L * 1024 * 1024;

  private record ShellKey(TableName table, Encoding encoding, boolean stamped) {}

  /** By identity: equal layouts are mostly the same object, and comparing them costs more. */
  private final List<Cache<StorageLayout, EncodedLayout>> layouts =
      Stream.generate(PartitionEncoder::cache)
          .limit((long) Encoding.values().length * Columns.values().length)
          .toList();

  private final Cache<ShellKey, Template> shells =
      Caffeine.newBuilder().maximumSize(MAX_TABLES).executor(Runnable::run).build();

  private static Cache<StorageLayout, EncodedLayout> cache() {
    return Caffeine.newBuilder()
        .weakKeys()
        .maximumWeight(MAX_LAYOUT_BYTES)
        .weigher((StorageLayout layout, EncodedLayout encoded) -> encoded.bytes())
        .executor(Runnable::run)
        .build();
  }

  /** A list of all of them, written while it is walked. */
  public void write(PartitionList partitions, ReplyWriter writer) {
    writer.beginStructs(partitions.size());
    partitions.forEach(new Run(partitions.table().name(), writer)::write);
  }

  /** One partition of that table. */
  public void write(TableName table, Partition partition, ReplyWriter writer) {
    new Run(table, writer).write(partition);
  }

  private EncodedLayout layout(StorageLayout layout, Columns columns, Encoding encoding) {
    var cache = layouts.get(encoding.ordinal() * Columns.values().length + columns.ordinal());
    var known = cache.getIfPresent(layout);
    if (known != null) {
      return known;
    }
    var made = new EncodedLayout(layout, columns, encoding);
    cache.put(layout, made);
    return made;
  }

  private Template shell(ShellKey key) {
    var known = shells.getIfPresent(key);
    if (known != null) {
      return known;
    }
    var made = encoded(key);
    shells.put(key, made);
    return made;
  }

  private static Template encoded(ShellKey key) {
    var bean = Partitions.bean(key.table(), Partition.of(List.of(), StorageLayout.EMPTY));
    bean.setSd(new StorageDescriptor());
    var holes =
        List.of(
            _Fields.VALUES,
            _Fields.CREATE_TIME,
            _Fields.LAST_ACCESS_TIME,
            _Fields.SD,
            _Fields.PARAMETERS);
    if (!key.stamped()) {
      return Template.of(key.encoding(), bean, paths(holes));
    }
    bean.setWriteId(1);
    var more = new ArrayList<>(holes);
    more.add(_Fields.WRITE_ID);
    return Template.of(key.encoding(), bean, paths(more));
  }

  private static Template.Path[] paths(List<_Fields> fields) {
    return fields.stream()
        .map(field -> Template.Path.of(field.getThriftFieldId()))
        .toArray(Template.Path[]::new);
  }

  /** Partitions of one table in one reply. */
  private final class Run {
    private final TableName table;
    private final ReplyWriter writer;
    private final Template plain;
    private @Nullable StorageLayout lastLayout;
    private @Nullable EncodedLayout lastEncoded;

    Run(TableName table, ReplyWriter writer) {
      this.table = table;
      this.writer = writer;
      this.plain = shell(new ShellKey(table, writer.encoding(), false));
    }

    void write(Partition partition) {
      var extras = partition.extras();
      if (extras.isEmpty()) {
        write(partition, plain, layout(partition.layout()), 0);
      } else if (Partitions.hasLeftovers(partition)) {
        writer.struct(Partitions.bean(table, partition));
      } else {
        long stamp = WriteStamps.of(extras);
        var encoded =
            extras.containsKey(Partitions.NO_COLUMNS)
                ? PartitionEncoder.this.layout(
                    partition.layout(), Columns.ABSENT, writer.encoding())
                : layout(partition.layout());
        var shell = stamp > 0 ? shell(new ShellKey(table, writer.encoding(), true)) : plain;
        write(partition, shell, encoded, stamp);
      }
    }

    /** Neighbours have the same layout. */
    private EncodedLayout layout(StorageLayout layout) {
      var encoded = lastEncoded;
      if (encoded == null || layout != lastLayout) {
        encoded = PartitionEncoder.this.layout(layout, Columns.LISTED, writer.encoding());
        lastLayout = layout;
        lastEncoded = encoded;
      }
      return encoded;
    }

    private void write(Partition partition, Template shell, EncodedLayout layout, long stamp) {
      writer.bytes(shell.part(0));
      writer.texts(partition.values());
      writer.bytes(shell.part(1));
      writer.i32(Times.seconds(partition.createdAt()));
      writer.bytes(shell.part(2));
      writer.i32(Times.seconds(partition.lastAccessedAt()));
      writer.bytes(shell.part(3));
      layout.write(partition.location(), writer);
      writer.bytes(shell.part(4));
      writer.map(partition.parameters());
      writer.bytes(shell.part(5));
      if (stamp > 0) {
        writer.i64(stamp);
        writer.bytes(shell.part(6));
      }
    }
  }
}
