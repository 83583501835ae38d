package io.propolis.compat.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.thrift.TException;

/** What differs in Hive 4.0. */
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
    return client.dropPartitions(database, table, List.of(Pair.of(0, expression)), true, false);
  }

  static byte[] serialise(ExprNodeDesc expression) {
    return SerializationUtilities.serializeObjectWithTypeInformation(expression);
  }

  /** Hive 4 sends conditions that folding has reduced to a constant. */
  static void addTo(Map<String, ExprNodeDesc> expressions) {
    expressions.put("true", Corpus.constant(TypeInfoFactory.booleanTypeInfo, true));
  }

  static Object date(String text) {
    return Date.valueOf(text);
  }

  static Object timestamp(String text) {
    return Timestamp.valueOf(text);
  }

  static String cast(PrimitiveTypeInfo type) {
    return type.getPrimitiveCategory().name().toLowerCase(Locale.ROOT).replace("long", "bigint");
  }
}
