package io.propolis.thrift.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AddDynamicPartitions;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code add_dynamic_partitions}. Hive 3 put the write id before the names, so
 * that fields 2 to 5 of Hive 2.3 are fields 3 to 6 since; the type of field 2 tells who speaks.
 */
final class AddDynamicPartitionsOfAllLines extends ThriftHiveMetastore.add_dynamic_partitions_args {
  private static final long serialVersionUID = 1;

  @Override
  public void read(TProtocol in) throws TException {
    in.readStructBegin();
    while (true) {
      var header = in.readFieldBegin();
      if (header.type == TType.STOP) {
        break;
      }
      if (header.id == 1 && header.type == TType.STRUCT) {
        setRqst(request(in));
      } else {
        TProtocolUtil.skip(in, header.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
    validate();
  }

  private static AddDynamicPartitions request(TProtocol in) throws TException {
    var fields = fields(in);
    int shift = fields.get((short) 2) instanceof String ? 0 : 1;
    var request = new AddDynamicPartitions();
    if (fields.get((short) 1) instanceof Long txn) {
      request.setTxnid(txn);
    }
    // Hive 2.3 has none: write ids are the transactions' own there.
    request.setWriteid(fields.get((short) 2) instanceof Long writeId ? writeId : 0);
    request.setDbname(text(fields, 2 + shift));
    request.setTablename(text(fields, 3 + shift));
    request.setPartitionnames(texts(fields, 4 + shift));
    if (fields.get((short) (5 + shift)) instanceof Integer operation) {
      request.setOperationType(DataOperationType.findByValue(operation));
    }
    request.validate();
    return request;
  }

  private static Map<Short, Object> fields(TProtocol in) throws TException {
    var fields = new HashMap<Short, Object>();
    in.readStructBegin();
    while (true) {
      var header = in.readFieldBegin();
      if (header.type == TType.STOP) {
        break;
      }
      switch (header.type) {
        case TType.I64 -> fields.put(header.id, in.readI64());
        case TType.I32 -> fields.put(header.id, in.readI32());
        case TType.STRING -> fields.put(header.id, in.readString());
        case TType.LIST -> fields.put(header.id, strings(in));
        default -> TProtocolUtil.skip(in, header.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
    return fields;
  }

  private static List<String> strings(TProtocol in) throws TException {
    var header = in.readListBegin();
    if (header.elemType != TType.STRING && header.size > 0) {
      throw new TProtocolException(
          TProtocolException.INVALID_DATA, "Names of partitions are no list of texts");
    }
    var values = new ArrayList<String>(Math.min(header.size, 1024));
    for (int i = 0; i < header.size; i++) {
      values.add(in.readString());
    }
    in.readListEnd();
    return values;
  }

  private static @Nullable String text(Map<Short, Object> fields, int id) {
    return fields.get((short) id) instanceof String text ? text : null;
  }

  private static @Nullable List<String> texts(Map<Short, Object> fields, int id) {
    if (!(fields.get((short) id) instanceof List<?> list)) {
      return null;
    }
    return list.stream().map(String.class::cast).toList();
  }
}
