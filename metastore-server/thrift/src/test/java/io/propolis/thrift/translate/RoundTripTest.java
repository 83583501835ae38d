package io.propolis.thrift.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DatabaseType;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.Type;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever field a client sets comes back to it. */
class RoundTripTest {
  @RepeatedTest(20)
  void everyFieldOfATableComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Table());
    bean.setTableType("EXTERNAL_TABLE");
    bean.setTableName(fold(bean.getTableName()));
    bean.setDbName(fold(bean.getDbName()));
    bean.setCatName(fold(bean.getCatName()));

    bean.setPrivileges(null); // become grants, and are asked for as such
    bean.setWriteId(7); // none, when it is not positive
    bean.unsetIsStatsCompliant(); // is said to each reader anew
    bean.setColStats(null); // become statistics, and are asked for as such

    assertThat(Tables.bean(Tables.table(bean))).isEqualTo(bean);
  }

  @RepeatedTest(20)
  void everyFieldOfAPartitionComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Partition());
    bean.setTableName(fold(bean.getTableName()));
    bean.setDbName(fold(bean.getDbName()));
    bean.setCatName(fold(bean.getCatName()));
    var table = HiveNames.table(bean.getCatName(), bean.getDbName(), bean.getTableName());
    bean.setPrivileges(null); // are asked for by those who want them
    bean.setWriteId(7);
    bean.unsetIsStatsCompliant();
    bean.setColStats(null);
    var partition = Partitions.partition(bean);

    assertThat(Partitions.bean(table, partition)).isEqualTo(bean);
    assertThat(Partitions.beans(table, List.of(partition))).containsExactly(bean);
  }

  @RepeatedTest(20)
  void everyFieldOfADatabaseComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Database());
    bean.setName(fold(bean.getName()));
    bean.setCatalogName(fold(bean.getCatalogName()));
    bean.setType(DatabaseType.REMOTE);
    bean.setConnector_name(fold(bean.getConnector_name()));

    assertThat(Databases.bean(Databases.database(bean))).isEqualTo(bean);
  }

  @RepeatedTest(5)
  void everyFieldOfACatalogComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Catalog());
    bean.setName(fold(bean.getName()));

    assertThat(Databases.bean(Databases.catalog(bean))).isEqualTo(bean);
  }

  @RepeatedTest(10)
  void everyFieldOfAFunctionComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Function());
    bean.setFunctionType(FunctionType.JAVA);
    bean.setFunctionName(fold(bean.getFunctionName()));
    bean.setDbName(fold(bean.getDbName()));
    bean.setCatName(fold(bean.getCatName()));

    assertThat(Functions.bean(Functions.function(bean))).isEqualTo(bean);
  }

  @RepeatedTest(10)
  void everyFieldOfASchemaAndItsVersionComesBack(RepetitionInfo run) {
    var beans = new RandomBeans(run.getCurrentRepetition());
    var schema = beans.fill(new ISchema());
    schema.setName(fold(schema.getName()));
    schema.setDbName(fold(schema.getDbName()));
    schema.setCatName(fold(schema.getCatName()));
    var version = beans.fill(new SchemaVersion());
    version.setSchema(new ISchemaName("c", "d", "s"));

    assertThat(Schemas.bean(Schemas.schema(schema))).isEqualTo(schema);
    assertThat(Schemas.bean(Schemas.version(version))).isEqualTo(version);
  }

  @RepeatedTest(5)
  void everyFieldOfADataConnectorComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new DataConnector());
    bean.setName(fold(bean.getName()));

    assertThat(Connectors.bean(Connectors.connector(bean))).isEqualTo(bean);
  }

  @RepeatedTest(5)
  void everyFieldOfATypeComesBack(RepetitionInfo run) {
    var bean = new RandomBeans(run.getCurrentRepetition()).fill(new Type());

    assertThat(Schemas.bean(Schemas.type(bean))).isEqualTo(bean);
  }

  @RepeatedTest(60)
  void everyFieldOfStatisticsComesBack(RepetitionInfo run) {
    var bean =
        new RandomBeans(run.getCurrentRepetition()).fill(new ColumnStatistics()).getStatsObj();
    bean.forEach(each -> each.setColName(fold(each.getColName())));

    assertThat(Statistics.beans(Statistics.statistics(bean, "hive", 0))).isEqualTo(bean);
  }

  @RepeatedTest(5)
  void whatAnOldClientDoesNotKnowSurvivesItsWrite(RepetitionInfo run) {
    var newer = new RandomBeans(run.getCurrentRepetition()).fill(new Table());
    newer.setTableType("MANAGED_TABLE");
    var stored = Tables.table(newer);
    var written = Tables.table(table());

    var merged = Survivors.onto(stored, written);

    assertThat(merged.extras()).isEqualTo(stored.extras()).isNotEmpty();
    assertThat(merged.parameters()).isEqualTo(written.parameters());
  }

  private static Table table() {
    var bean = new Table();
    bean.setTableName("t");
    bean.setDbName("d");
    return bean;
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT).strip();
  }
}
