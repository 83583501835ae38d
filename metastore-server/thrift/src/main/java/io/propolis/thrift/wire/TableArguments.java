package io.propolis.thrift.wire;

import io.propolis.thrift.api.ApiMethod;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * Reads the arguments of the calls that older clients write tables with, which the classes of Hive
 * 4 misread: 2.3.10 has a string, the catalog, at number 16, where later lines have a struct and
 * the catalog at 17; and a table without the owner's type, which 2.3 does not know, would look as
 * if the client had said that a user owns it.
 */
final class TableArguments extends TProtocolDecorator {
  private static final Set<String> METHODS =
      Set.of(
          "alter_table",
          "alter_table_with_cascade",
          "alter_table_with_environment_context",
          "create_table",
          "create_table_with_constraints",
          "create_table_with_environment_context");

  private static final short CATALOG_IN_2_3 = 16;

  /** The arguments are a struct, and the table, one of them, a struct in it. */
  private static final int DEPTH = 2;

  private int depth;
  private boolean ownerTypeGiven;

  private TableArguments(TProtocol protocol) {
    super(protocol);
  }

  static void read(ApiMethod method, TBase<?, ?> arguments, TProtocol protocol) throws TException {
    if (!METHODS.contains(method.name())) {
      arguments.read(protocol);
      return;
    }
    var reader = new TableArguments(protocol);
    arguments.read(reader);
    if (!reader.ownerTypeGiven) {
      for (var value : method.values(arguments)) {
        if (value instanceof Table table) {
          table.unsetOwnerType();
        }
      }
    }
  }

  @Override
  public TStruct readStructBegin() throws TException {
    depth++;
    return super.readStructBegin();
  }

  @Override
  public void readStructEnd() throws TException {
    super.readStructEnd();
    depth--;
  }

  @Override
  public TField readFieldBegin() throws TException {
    var field = super.readFieldBegin();
    if (depth != DEPTH) {
      return field;
    }
    if (field.id == CATALOG_IN_2_3 && field.type == TType.STRING) {
      return new TField(field.name, TType.STRING, Table._Fields.CAT_NAME.getThriftFieldId());
    }
    ownerTypeGiven |= field.id == Table._Fields.OWNER_TYPE.getThriftFieldId();
    return field;
  }
}
