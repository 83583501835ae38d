package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.TableName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatisticsTest {
  private static final String OF_ALL = "'DatabaseName':'sales','TableName':'all'";
  private static final String TYPES =
      """
      {'ColumnName':'B','ColumnType':'boolean','AnalyzedTime':1700000000,'StatisticsData':{'Type':'BOOLEAN',
        'BooleanColumnStatisticsData':{'NumberOfTrues':1,'NumberOfFalses':2,'NumberOfNulls':3}}},
      {'ColumnName':'l','ColumnType':'bigint','AnalyzedTime':1,'StatisticsData':{'Type':'LONG',
        'LongColumnStatisticsData':{'MinimumValue':-1,'MaximumValue':9,'NumberOfNulls':0,'NumberOfDistinctValues':4}}},
      {'ColumnName':'d','ColumnType':'double','AnalyzedTime':1,'StatisticsData':{'Type':'DOUBLE',
        'DoubleColumnStatisticsData':{'MinimumValue':0.5,'MaximumValue':1.5,'NumberOfNulls':0,'NumberOfDistinctValues':4}}},
      {'ColumnName':'s','ColumnType':'string','AnalyzedTime':1,'StatisticsData':{'Type':'STRING',
        'StringColumnStatisticsData':{'MaximumLength':5,'AverageLength':2.5,'NumberOfNulls':0,'NumberOfDistinctValues':4}}},
      {'ColumnName':'y','ColumnType':'binary','AnalyzedTime':1,'StatisticsData':{'Type':'BINARY',
        'BinaryColumnStatisticsData':{'MaximumLength':5,'AverageLength':2.5,'NumberOfNulls':0}}},
      {'ColumnName':'m','ColumnType':'decimal(10,2)','AnalyzedTime':1,'StatisticsData':{'Type':'DECIMAL',
        'DecimalColumnStatisticsData':{'MinimumValue':{'UnscaledValue':'AQ==','Scale':2},'MaximumValue':{'UnscaledValue':'ZA==','Scale':2},'NumberOfNulls':0,'NumberOfDistinctValues':4}}},
      {'ColumnName':'t','ColumnType':'date','AnalyzedTime':1,'StatisticsData':{'Type':'DATE',
        'DateColumnStatisticsData':{'MinimumValue':86400,'MaximumValue':172800,'NumberOfNulls':0,'NumberOfDistinctValues':4}}}\
      """;

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.done(
        "CreateTable",
        """
        {'DatabaseName':'sales','TableInput':{'Name':'all','PartitionKeys':[{'Name':'p','Type':'string'}],
         'StorageDescriptor':{'Location':'s3://lake/all','Columns':[
          {'Name':'b','Type':'boolean'},{'Name':'l','Type':'bigint'},{'Name':'d','Type':'double'},
          {'Name':'s','Type':'string'},{'Name':'y','Type':'binary'},{'Name':'m','Type':'decimal(10,2)'},
          {'Name':'t','Type':'date'}]}}}\
        """);
    glue.partition("sales", "all", "1");
  }

  private static final String NAMES = "'ColumnNames':['b','l','d','s','y','m','t','none']";

  @Test
  void statisticsOfAllTypesAreReadAsTheyWereWritten() {
    var update =
        glue.done(
            "UpdateColumnStatisticsForPartition",
            "{" + OF_ALL + ",'PartitionValues':['1'],'ColumnStatisticsList':[" + TYPES + "]}");
    assertThat(update.path("Errors")).isEmpty();

    var reply =
        glue.done(
            "GetColumnStatisticsForPartition",
            "{" + OF_ALL + ",'PartitionValues':['1']," + NAMES + "}");

    assertThat(reply.path("Errors")).hasSize(1);
    assertThat(reply.at("/Errors/0/ColumnName").asText()).isEqualTo("none");
    assertThat(reply.path("ColumnStatisticsList"))
        .extracting(s -> s.path("StatisticsData").toString())
        .containsExactlyInAnyOrder(
            data("BOOLEAN", "Boolean", "'NumberOfTrues':1,'NumberOfFalses':2,'NumberOfNulls':3"),
            data("LONG", "Long", "'MinimumValue':-1,'MaximumValue':9," + COUNTS),
            data("DOUBLE", "Double", "'MinimumValue':0.5,'MaximumValue':1.5," + COUNTS),
            data("STRING", "String", "'MaximumLength':5,'AverageLength':2.5," + COUNTS),
            data("BINARY", "Binary", "'MaximumLength':5,'AverageLength':2.5,'NumberOfNulls':0"),
            data(
                "DECIMAL",
                "Decimal",
                "'MinimumValue':{'UnscaledValue':'AQ==','Scale':2},'MaximumValue':{'UnscaledValue':"
                    + "'ZA==','Scale':2},"
                    + COUNTS),
            data("DATE", "Date", "'MinimumValue':86400,'MaximumValue':172800," + COUNTS));
  }

  private static final String COUNTS = "'NumberOfNulls':0,'NumberOfDistinctValues':4";

  private static String data(String type, String label, String members) {
    return "{'Type':'%s','%sColumnStatisticsData':{%s}}"
        .formatted(type, label, members)
        .replace('\'', '"');
  }

  @Test
  void anUnknownColumnFailsAlone() {
    glue.table("sales", "plain");

    var errors =
        glue.done(
                "UpdateColumnStatisticsForTable",
                "{'DatabaseName':'sales','TableName':'plain','ColumnStatisticsList':["
                    + TYPES.replace("'l'", "'id'")
                    + "]}")
            .path("Errors");

    assertThat(errors).hasSize(6);
    assertThat(errors.get(0).at("/Error/ErrorCode").asText()).isEqualTo("EntityNotFoundException");
    var stored =
        glue.hive().statistics().ofTable(TableName.of("sales", "plain"), List.of("id"), "hive");
    assertThat(((StatisticsData.LongData) stored.get(0).data()).high()).isEqualTo(9);
    var read =
        glue.done(
            "GetColumnStatisticsForTable",
            "{'DatabaseName':'sales','TableName':'plain','ColumnNames':['ID','other']}");
    assertThat(read.at("/ColumnStatisticsList/0/ColumnName").asText()).isEqualTo("id");
    assertThat(read.at("/Errors/0/ColumnName").asText()).isEqualTo("other");
  }

  @Test
  void statisticsThatAreNotThereAreDeletedGladly() {
    glue.table("sales", "plain");
    var of = "{'DatabaseName':'sales','TableName':'plain','ColumnName':'id'}";

    glue.done("DeleteColumnStatisticsForTable", of);
    glue.done("DeleteColumnStatisticsForTable", of);

    assertThat(
            glue.call(
                    "DeleteColumnStatisticsForPartition",
                    "{" + OF_ALL + ",'PartitionValues':['9'],'ColumnName':'l'}")
                .error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void dataOfAnotherTypeThanItSaysIsRefused() {
    var reply =
        glue.call(
            "UpdateColumnStatisticsForTable",
            "{"
                + OF_ALL
                + ",'ColumnStatisticsList':[{'ColumnName':'l','ColumnType':'bigint','AnalyzedTime':1,"
                + "'StatisticsData':{'Type':'LONG'}}]}");

    assertThat(reply.error()).isEqualTo("InvalidInputException");
  }

  @Test
  void statisticsOfATableAreNoNewVersionOfIt() {
    glue.table("sales", "plain");
    var column =
        """
        {'DatabaseName':'sales','TableName':'plain','ColumnStatisticsList':[{'ColumnName':'id',
         'ColumnType':'bigint','AnalyzedTime':1,'StatisticsData':{'Type':'LONG',
         'LongColumnStatisticsData':{'NumberOfNulls':0,'NumberOfDistinctValues':4}}}]}\
        """;
    glue.done("UpdateColumnStatisticsForTable", column);

    var hive =
        glue.hive().tables().require(io.propolis.catalog.model.TableName.of("sales", "plain"));
    assertThat(hive.parameters()).containsKey("COLUMN_STATS_ACCURATE");
    assertThat(versions()).isEqualTo("[\"0\"]");
    glue.done(
        "DeleteColumnStatisticsForTable",
        "{'DatabaseName':'sales','TableName':'plain','ColumnName':'id'}");
    assertThat(versions()).isEqualTo("[\"0\"]");
    glue.done(
        "UpdateTable", "{'DatabaseName':'sales','VersionId':'0','TableInput':{'Name':'plain'}}");
    assertThat(versions()).isEqualTo("[\"1\", \"0\"]");
  }

  private String versions() {
    return glue
        .done("GetTableVersions", "{'DatabaseName':'sales','TableName':'plain'}")
        .findValues("VersionId")
        .stream()
        .map(Object::toString)
        .distinct()
        .toList()
        .toString();
  }
}
