package io.propolis.thrift.wire;

import io.propolis.thrift.api.ApiMethod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of the calls that bring many partitions, each with all columns of its table:
 * mostly, byte for byte, those that came with the partition before. Bytes that are equal are not
 * read again; these partitions share one list, which nobody can change.
 *
 * <p>Hive's classes read themselves, so that a list which repeats is given to them as one column,
 * whose name nobody can guess, and is put in its place when all is read.
 */
final class RepeatedColumns extends TProtocolDecorator {
  private static final Set<String> METHODS =
      Set.of(
          "add_partitions",
          "add_partitions_req",
          "alter_partitions",
          "alter_partitions_req",
          "alter_partitions_with_environment_context");

  private static final short DESCRIPTOR = Partition._Fields.SD.getThriftFieldId();
  private static final short COLUMNS = StorageDescriptor._Fields.COLS.getThriftFieldId();
  private static final short NAME = FieldSchema._Fields.NAME.getThriftFieldId();

  /** Of a call whose partitions differ, some are kept in vain; after so many no more are. */
  private static final int MOST_KEPT = 16;

  /** What names begin with that stand for columns. Few texts: Hive's classes intern them. */
  private static final String SECRET = UUID.randomUUID() + " ";

  private final StreamTransport transport;
  private final Map<String, Columns> standIns = new HashMap<>();
  private @Nullable Columns latest;
  private int kept;

  /** The field that is being read, in each struct that is. */
  private short[] fields = new short[8];

  private int depth;
  private int lists;

  /** The list that is being kept, by how many lists it stands in; 0 for none. */
  private int keptList;

  private Next next = Next.WHAT_CAME;

  /** What Hive's class reads next: what came, or a column that stands for all. */
  private enum Next {
    WHAT_CAME,
    NAME_FIELD,
    NAME,
    END
  }

  private RepeatedColumns(TProtocol protocol, StreamTransport transport) {
    super(protocol);
    this.transport = transport;
  }

  /** Whether arguments of the method are to be read by {@link #read}. */
  static boolean mayCome(ApiMethod method, TProtocol protocol) {
    return protocol instanceof CarefulBinaryProtocol && METHODS.contains(method.name());
  }

  static void read(
      ApiMethod method, TBase<?, ?> arguments, TProtocol protocol, StreamTransport transport)
      throws TException {
    var reader = new RepeatedColumns(protocol, transport);
    arguments.read(reader);
    for (var value : method.values(arguments)) {
      reader.complete(value);
    }
  }

  /** Columns as bytes, and as what these say. */
  private static final class Columns {
    final byte[] bytes;
    private @Nullable List<FieldSchema> read;
    private @Nullable String standIn;

    Columns(byte[] bytes) {
      this.bytes = bytes;
    }

    /** They were read before, without an error. */
    List<FieldSchema> read() throws TException {
      if (read == null) {
        var protocol = new TBinaryProtocol(new TMemoryInputTransport(bytes));
        int size = protocol.readListBegin().size;
        var columns = new ArrayList<FieldSchema>(size);
        for (int i = 0; i < size; i++) {
          var column = new FieldSchema();
          column.read(protocol);
          columns.add(column);
        }
        read = List.copyOf(columns);
      }
      return read;
    }
  }

  private void complete(@Nullable Object value) throws TException {
    if (standIns.isEmpty()) {
      return;
    }
    if (value instanceof AddPartitionsRequest request) {
      complete(request.getParts());
    } else if (value instanceof AlterPartitionsRequest request) {
      complete(request.getPartitions());
    } else if (value instanceof List<?> list) {
      for (var element : list) {
        if (element instanceof Partition partition && partition.getSd() != null) {
          complete(partition.getSd());
        }
      }
    }
  }

  private void complete(StorageDescriptor descriptor) throws TException {
    var columns = descriptor.getCols();
    if (columns != null && columns.size() == 1) {
      var meant = standIns.get(columns.get(0).getName());
      if (meant != null) {
        descriptor.setCols(meant.read());
      }
    }
  }

  @Override
  public TStruct readStructBegin() throws TException {
    depth++;
    if (depth == fields.length) {
      fields = Arrays.copyOf(fields, 2 * depth);
    }
    fields[depth] = 0;
    return super.readStructBegin();
  }

  @Override
  public void readStructEnd() throws TException {
    super.readStructEnd();
    depth--;
  }

  @Override
  public TField readFieldBegin() throws TException {
    switch (next) {
      case NAME_FIELD -> {
        next = Next.NAME;
        return new TField("", TType.STRING, NAME);
      }
      case END -> {
        next = Next.WHAT_CAME;
        return new TField("", TType.STOP, (short) 0);
      }
      default -> {
        var field = super.readFieldBegin();
        fields[depth] = field.id;
        return field;
      }
    }
  }

  @Override
  public TList readListBegin() throws TException {
    lists++;
    if (depth < 2 || fields[depth] != COLUMNS || fields[depth - 1] != DESCRIPTOR) {
      return super.readListBegin();
    }
    if (latest != null && transport.takeIfNext(latest.bytes)) {
      next = Next.NAME_FIELD;
      return new TList(TType.STRUCT, 1);
    }
    if (keptList == 0 && kept < MOST_KEPT) {
      kept++;
      keptList = lists;
      transport.capture();
    }
    return super.readListBegin();
  }

  @Override
  public void readListEnd() throws TException {
    super.readListEnd();
    if (lists == keptList) {
      keptList = 0;
      var bytes = transport.captured();
      latest = bytes != null && bytes[0] == TType.STRUCT ? new Columns(bytes) : null;
    }
    lists--;
  }

  @Override
  public String readString() throws TException {
    return next == Next.NAME ? standIn() : super.readString();
  }

  /** As texts are passed over. */
  @Override
  public ByteBuffer readBinary() throws TException {
    return next == Next.NAME
        ? ByteBuffer.wrap(standIn().getBytes(StandardCharsets.UTF_8))
        : super.readBinary();
  }

  /** A name for the columns that came again. */
  private String standIn() {
    next = Next.END;
    var columns = latest;
    if (columns == null) {
      throw new IllegalStateException("No columns came before");
    }
    if (columns.standIn == null) {
      columns.standIn = SECRET + standIns.size();
      standIns.put(columns.standIn, columns);
    }
    return columns.standIn;
  }
}
