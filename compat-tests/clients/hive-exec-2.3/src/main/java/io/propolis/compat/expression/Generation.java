package io.propolis.compat.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.hive.common.ObjectPair;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.thrift.TException;

/** What differs in Hive 2.3. */
final class Generation {
  private Generation() {}

  static HiveMetaStoreClient connect(String uri) throws MetaException {
    HiveConf configuration = new HiveConf();
    configuration.set("hive.metastore.uris", uri);
    return new HiveMetaStoreClient(configuration);
  }

  static List<Partition> drop(
      HiveMetaStoreClient client, String database, String table, byte[] expression)
      throws TException {
    return client.dropPartitions(
        database, table, List.of(new ObjectPair<>(0, expression)), true, false);
  }

  static byte[] serialise(ExprNodeDesc expression) {
    return SerializationUtilities.serializeExpressionToKryo((ExprNodeGenericFuncDesc) expression);
  }

  static void addTo(Map<String, ExprNodeDesc> expressions) {
    // nothing that others have not
  }

  static Object date(String text) {
    return java.sql.Date.valueOf(text);
  }

  static Object timestamp(String text) {
    return java.sql.Timestamp.valueOf(text);
  }

  static String cast(PrimitiveTypeInfo type) {
    return type.getPrimitiveCategory().name().toLowerCase(Locale.ROOT).replace("long", "bigint");
  }
}
