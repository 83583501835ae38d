package io.propolis.thrift.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.thrift.translate.RandomBeans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableValidWriteIds;
import org.apache.thrift.TBase;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TJSONProtocol;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte by byte what Thrift's own writer makes. */
class ThriftTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static void assertSame(TBase<?, ?> object) throws Exception {
    var expected = new TSerializer(new TJSONProtocol.Factory()).serialize(object);
    var text = new String(expected, StandardCharsets.UTF_8);
    assertThat(ThriftText.of(object)).isEqualTo(text);
    assertThat(ThriftText.embedded(object)).isEqualTo(JSON.writeValueAsString(text));
  }

  @RepeatedTest(20)
  void ofRandomObjects(RepetitionInfo run) throws Exception {
    var random = new RandomBeans(run.getCurrentRepetition());
    for (var bean :
        List.of(
            new Table(),
            new Partition(),
            new Database(),
            new Function(),
            new ColumnStatistics(),
            new TableValidWriteIds())) {
      assertSame(random.fill(bean));
    }
  }

  @Test
  void ofEveryCharacterThatNeedsCare() throws Exception {
    var text = new StringBuilder("\u00fc\u20ac\ud83d\udc1d\u2028/");
    for (char c = 0; c <= 0x7f; c++) {
      text.append(c);
    }
    var table = new Table();
    table.setTableName(text.toString());
    table.setParameters(Map.of(text.toString(), ""));
    assertSame(table);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -0.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void ofEveryKindOfDouble(double value) throws Exception {
    var data = new DoubleColumnStatsData(1, 2);
    data.setHighValue(value);
    assertSame(data);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void ofBytes(int length) throws Exception {
    var data = new DoubleColumnStatsData(1, 2);
    data.setBitVectors(new byte[length]);
    assertSame(data);
  }
}
