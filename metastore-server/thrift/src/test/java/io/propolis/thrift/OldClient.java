package io.propolis.thrift;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/** Calls whose bytes are others in Hive 2.3 than in the classes of Hive 4, as 2.3 writes them. */
final class OldClient {
  private OldClient() {}

  /** {@code get_open_txns}, of which field 2 is a set in 2.3; anything else is skipped. */
  static Set<Long> openTxns(MetastoreClient client) throws TException {
    var out = client.getOutputProtocol();
    out.writeMessageBegin(new TMessage("get_open_txns", TMessageType.CALL, 1));
    out.writeStructBegin(new TStruct("get_open_txns_args"));
    out.writeFieldStop();
    out.writeStructEnd();
    out.writeMessageEnd();
    out.getTransport().flush();
    var in = beginReply(client);
    in.readStructBegin();
    in.readFieldBegin();
    var ids = new TreeSet<Long>();
    in.readStructBegin();
    for (var field = in.readFieldBegin(); field.type != TType.STOP; field = in.readFieldBegin()) {
      if (field.id == 2 && field.type == TType.SET) {
        var header = in.readSetBegin();
        for (int i = 0; i < header.size; i++) {
          ids.add(in.readI64());
        }
        in.readSetEnd();
      } else {
        TProtocolUtil.skip(in, field.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
    in.readFieldEnd();
    in.readFieldBegin();
    in.readStructEnd();
    in.readMessageEnd();
    return ids;
  }

  /** {@code add_dynamic_partitions}, which has no write id in 2.3. */
  static void addDynamicPartitions(
      MetastoreClient client, long txn, String database, String table, List<String> partitions)
      throws TException {
    var out = client.getOutputProtocol();
    out.writeMessageBegin(new TMessage("add_dynamic_partitions", TMessageType.CALL, 1));
    out.writeStructBegin(new TStruct("add_dynamic_partitions_args"));
    out.writeFieldBegin(new TField("rqst", TType.STRUCT, (short) 1));
    out.writeStructBegin(new TStruct("AddDynamicPartitions"));
    out.writeFieldBegin(new TField("txnid", TType.I64, (short) 1));
    out.writeI64(txn);
    out.writeFieldBegin(new TField("dbname", TType.STRING, (short) 2));
    out.writeString(database);
    out.writeFieldBegin(new TField("tablename", TType.STRING, (short) 3));
    out.writeString(table);
    out.writeFieldBegin(new TField("partitionnames", TType.LIST, (short) 4));
    out.writeListBegin(new TList(TType.STRING, partitions.size()));
    for (var partition : partitions) {
      out.writeString(partition);
    }
    out.writeListEnd();
    out.writeFieldStop();
    out.writeStructEnd();
    out.writeFieldStop();
    out.writeStructEnd();
    out.writeMessageEnd();
    out.getTransport().flush();
    var in = beginReply(client);
    TProtocolUtil.skip(in, TType.STRUCT);
    in.readMessageEnd();
  }

  private static TProtocol beginReply(MetastoreClient client) throws TException {
    var in = client.getInputProtocol();
    var message = in.readMessageBegin();
    if (message.type == TMessageType.EXCEPTION) {
      throw TApplicationException.readFrom(in);
    }
    return in;
  }
}
