package io.propolis.compat.expression;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.utils.ObjectPair;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hive.com.esotericsoftware.kryo.Kryo;
import org.apache.hive.com.esotericsoftware.kryo.Serializer;
import org.apache.hive.com.esotericsoftware.kryo.io.Output;
import org.apache.thrift.TException;

/**
 * What differs in Hive 3.1. Its own pool of Kryo instances needs the fields that java.util's
 * sublists had in Java 8, so that an instance is made here with Hive's own serializers under the
 * numbers that Hive gives them.
 */
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output output = new Output(bytes)) {
      kryo().writeObject(output, expression);
    }
    return bytes.toByteArray();
  }

  private static Kryo kryo() {
    Kryo kryo = new Kryo();
    kryo.register(java.sql.Date.class, hives("SqlDateSerializer"));
    kryo.register(java.sql.Timestamp.class, hives("TimestampSerializer"));
    kryo.register(TimestampTZ.class, hives("TimestampTZSerializer"));
    kryo.register(Path.class, hives("PathSerializer"));
    kryo.register(Arrays.asList("").getClass(), hives("ArraysAsListSerializer"));
    return kryo;
  }

  private static Serializer<?> hives(String name) {
    try {
      Constructor<?> constructor =
          Class.forName(SerializationUtilities.class.getName() + "$" + name)
              .getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Serializer<?>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static void addTo(Map<String, ExprNodeDesc> expressions) {
    // nothing that others have not
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
