package io.propolis.thrift.translate;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsResponse;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * The answer of which field 2 is a set up to Hive 2.3 and a list since 3.0. It is written twice, as
 * one and as the other: every client takes the one of the type it knows and skips the other, as
 * Thrift demands of a field of an unknown type.
 */
final class OpenTxnsOfAllLines extends GetOpenTxnsResponse {
  private static final long serialVersionUID = 1;

  OpenTxnsOfAllLines(long highWaterMark, List<Long> ids, ByteBuffer abortedBits) {
    super(highWaterMark, ids, abortedBits);
  }

  @Override
  public void write(TProtocol out) throws TException {
    out.writeStructBegin(new TStruct("GetOpenTxnsResponse"));
    out.writeFieldBegin(new TField("txn_high_water_mark", TType.I64, (short) 1));
    out.writeI64(getTxn_high_water_mark());
    out.writeFieldEnd();
    out.writeFieldBegin(new TField("open_txns", TType.SET, (short) 2));
    out.writeSetBegin(new TSet(TType.I64, getOpen_txnsSize()));
    writeIds(out);
    out.writeSetEnd();
    out.writeFieldEnd();
    out.writeFieldBegin(new TField("open_txns", TType.LIST, (short) 2));
    out.writeListBegin(new TList(TType.I64, getOpen_txnsSize()));
    writeIds(out);
    out.writeListEnd();
    out.writeFieldEnd();
    if (isSetMin_open_txn()) {
      out.writeFieldBegin(new TField("min_open_txn", TType.I64, (short) 3));
      out.writeI64(getMin_open_txn());
      out.writeFieldEnd();
    }
    out.writeFieldBegin(new TField("abortedBits", TType.STRING, (short) 4));
    out.writeBinary(ByteBuffer.wrap(getAbortedBits()));
    out.writeFieldEnd();
    out.writeFieldStop();
    out.writeStructEnd();
  }

  private void writeIds(TProtocol out) throws TException {
    for (var id : getOpen_txns()) {
      out.writeI64(id);
    }
  }
}
