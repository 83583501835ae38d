package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void database() {
    glue.database("Sales");
  }

  private JsonNode table(String name) {
    return glue.done("GetTable", "{'DatabaseName':'sales','Name':'" + name + "'}").path("Table");
  }

  private GivenGlue.Reply update(String input, String more) {
    return glue.call("UpdateTable", "{'DatabaseName':'sales','TableInput':" + input + more + "}");
  }

  @Test
  void whatWasWrittenIsReadAndNothingElse() {
    var input =
        """
        {'Name':'Orders','Description':'all of them','Owner':'ann','Retention':7,'TableType':'EXTERNAL_TABLE',
         'LastAccessTime':1700000000,'LastAnalyzedTime':1700000001.5,
         'Parameters':{'classification':'parquet'},
         'PartitionKeys':[{'Name':'Day','Type':'date','Comment':'of sale'}],
         'StorageDescriptor':{'Columns':[{'Name':'ID','Type':'struct<Aa:int>','Parameters':{'p':'q'}}],
          'Location':'s3://lake/orders/','InputFormat':'in','OutputFormat':'out','Compressed':true,
          'NumberOfBuckets':4,'SerdeInfo':{'Name':'n','SerializationLibrary':'lib','Parameters':{'a':'b'}},
          'BucketColumns':['id'],'SortColumns':[{'Column':'id','SortOrder':1}],'Parameters':{'x':'y'},
          'SkewedInfo':{'SkewedColumnNames':['id'],'SkewedColumnValues':['1'],
           'SkewedColumnValueLocationMaps':{'1':'s3://lake/one'}},
          'StoredAsSubDirectories':true,'AdditionalLocations':['s3://lake/more'],
          'SchemaReference':{'SchemaVersionNumber':3}},
         'TargetTable':{'CatalogId':'1','DatabaseName':'d','Name':'t'},
         'FutureMember':{'deep':[1,2,{'x':null}]}}\
        """;
    glue.done("CreateTable", "{'DatabaseName':'SALES','TableInput':" + input + "}");

    var table = table("ORDERS");
    assertThat(table.path("Name").asText()).isEqualTo("orders");
    assertThat(table.path("DatabaseName").asText()).isEqualTo("sales");
    assertThat(table.path("CatalogId").asText()).isEqualTo(GivenGlue.ACCOUNT);
    assertThat(table.path("VersionId").asText()).isEqualTo("0");
    assertThat(table.path("Description").asText()).isEqualTo("all of them");
    assertThat(table.path("LastAccessTime").asDouble()).isEqualTo(1_700_000_000d);
    assertThat(table.path("LastAnalyzedTime").asDouble()).isEqualTo(1_700_000_001.5);
    assertThat(table.path("Parameters").toString()).isEqualTo("{\"classification\":\"parquet\"}");
    assertThat(table.path("PartitionKeys").toString())
        .isEqualTo("[{\"Name\":\"day\",\"Type\":\"date\",\"Comment\":\"of sale\"}]");
    assertThat(table.path("FutureMember").toString()).isEqualTo("{\"deep\":[1,2,{\"x\":null}]}");
    assertThat(table.path("TargetTable").path("Name").asText()).isEqualTo("t");
    var sd = table.path("StorageDescriptor");
    assertThat(sd.path("Columns").toString())
        .isEqualTo("[{\"Name\":\"id\",\"Type\":\"struct<Aa:int>\",\"Parameters\":{\"p\":\"q\"}}]");
    assertThat(sd.path("AdditionalLocations").get(0).asText()).isEqualTo("s3://lake/more");
    assertThat(sd.path("SchemaReference").path("SchemaVersionNumber").asInt()).isEqualTo(3);
    assertThat(sd.path("SkewedInfo").path("SkewedColumnValueLocationMaps").path("1").asText())
        .isEqualTo("s3://lake/one");
    assertThat(sd.path("SortColumns").get(0).path("SortOrder").asInt()).isEqualTo(1);
  }

  @Test
  void whatWasNotWrittenIsAbsent() {
    glue.done("CreateTable", "{'DatabaseName':'sales','TableInput':{'Name':'bare'}}");

    var table = table("bare");
    assertThat(names(table))
        .doesNotContain(
            "StorageDescriptor", "TableType", "Owner", "Description", "ViewOriginalText");
    assertThat(table.path("Parameters").size()).isZero();
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void aTableOfGlueIsATableOfHive() {
    glue.table("sales", "orders", "day:string");

    var table = glue.hive().tables().require(ORDERS);
    assertThat(table.type()).isEqualTo(TableType.EXTERNAL_TABLE);
    assertThat(table.parameters()).containsEntry("EXTERNAL", "TRUE");
    assertThat(table.parameters()).containsKey("transient_lastDdlTime");
    assertThat(table("orders").path("Parameters").size()).isZero();
  }

  @Test
  void whatGlueKnowsOutlivesAChangeThroughHive() {
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'orders','Description':'kept','New':1}}");
    var hive = glue.hive().tables();
    hive.alter(ORDERS, hive.require(ORDERS).withParameter("k", "v"), AlterOptions.PLAIN);

    var table = table("orders");
    assertThat(table.path("Description").asText()).isEqualTo("kept");
    assertThat(table.path("New").asInt()).isEqualTo(1);
    assertThat(table.path("VersionId").asText()).isEqualTo("1");
    assertThat(table.path("Parameters").path("k").asText()).isEqualTo("v");
  }

  @Test
  void locationsOfAnySchemeAreKeptAndNoFolderIsMade() {
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'orders','StorageDescriptor':"
            + "{'Location':'gs://somewhere/else'}}}");

    assertThat(table("orders").path("StorageDescriptor").path("Location").asText())
        .isEqualTo("gs://somewhere/else");
    assertThat(
            java.nio.file.Path.of(glue.warehouse().substring("file:".length())).resolve("sales.db"))
        .doesNotExist();
  }

  @Test
  void anUpdateReplacesTheWholeInput() {
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'orders','Owner':'ann','Description':'old',"
            + "'Parameters':{'a':'1'}}}");

    update("{'Name':'orders','Parameters':{'b':'2'}}", "");

    var table = table("orders");
    assertThat(table.path("Parameters").toString()).isEqualTo("{\"b\":\"2\"}");
    assertThat(names(table)).doesNotContain("Owner", "Description");
    assertThat(table.path("CreatedBy").asText()).contains(GivenGlue.ACCOUNT);
  }

  @Test
  void aStaleVersionIsRefused() {
    glue.table("sales", "orders");
    assertThat(update("{'Name':'orders'}", ",'VersionId':'0'").status()).isEqualTo(200);

    var stale = update("{'Name':'orders','Owner':'late'}", ",'VersionId':'0'");

    assertThat(stale.status()).isEqualTo(400);
    assertThat(stale.error()).isEqualTo("ConcurrentModificationException");
    assertThat(stale.message()).startsWith("Update table failed due to concurrent modifications.");
    assertThat(table("orders").path("Owner").isMissingNode()).isTrue();
    assertThat(update("{'Name':'orders','Owner':'last'}", "").status()).isEqualTo(200);
  }

  @Test
  void versionsAreListedNewestFirstAndSkippedOnesAreNot() {
    glue.table("sales", "orders");
    update("{'Name':'orders','Owner':'one'}", "");
    update("{'Name':'orders','Owner':'two'}", ",'SkipArchive':true");

    assertThat(versions()).containsExactly("2", "0");
    assertThat(
            glue.done(
                    "GetTableVersion",
                    "{'DatabaseName':'sales','TableName':'orders','VersionId':'2'}")
                .at("/TableVersion/Table/Owner")
                .asText())
        .isEqualTo("two");
    assertThat(
            glue.call(
                    "GetTableVersion",
                    "{'DatabaseName':'sales','TableName':'orders','VersionId':'1'}")
                .error())
        .isEqualTo("EntityNotFoundException");
    glue.done(
        "DeleteTableVersion", "{'DatabaseName':'sales','TableName':'orders','VersionId':'0'}");
    assertThat(versions()).containsExactly("2");
    var errors =
        glue.done(
                "BatchDeleteTableVersion",
                "{'DatabaseName':'sales','TableName':'orders','VersionIds':['2','9','x']}")
            .path("Errors");
    assertThat(errors).hasSize(3);
  }

  private List<String> versions() {
    return glue
        .pages(
            "GetTableVersions", "{'DatabaseName':'sales','TableName':'orders'}", "TableVersions", 1)
        .stream()
        .map(version -> version.path("VersionId").asText())
        .toList();
  }

  @Test
  void absenceAndPresenceAreTheErrorsThatClientsCatch() {
    glue.table("sales", "orders");

    assertThat(
            glue.call("CreateTable", "{'DatabaseName':'sales','TableInput':{'Name':'ORDERS'}}")
                .error())
        .isEqualTo("AlreadyExistsException");
    assertThat(
            glue.call("CreateTable", "{'DatabaseName':'none','TableInput':{'Name':'t'}}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetTable", "{'DatabaseName':'sales','Name':'none'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(update("{'Name':'none'}", "").error()).isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetTables", "{'DatabaseName':'none'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(
            glue.call(
                    "GetTable",
                    "{'CatalogId':'999999999999','DatabaseName':'sales','Name':'orders'}")
                .error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void listingsAreFilteredPagedAndTrimmed() {
    for (int i = 0; i < 7; i++) {
      glue.table("sales", "t" + i);
    }
    glue.table("sales", "other");

    var listed =
        glue.pages("GetTables", "{'DatabaseName':'sales','Expression':'T.*'}", "TableList", 3);
    assertThat(listed)
        .extracting(t -> t.path("Name").asText())
        .containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6");
    var trimmed =
        glue.pages(
            "GetTables",
            "{'DatabaseName':'sales','AttributesToGet':['NAME','TABLE_TYPE']}",
            "TableList",
            5);
    assertThat(trimmed).hasSize(8);
    assertThat(names(trimmed.get(0))).containsExactly("Name", "DatabaseName", "TableType");
    assertThat(glue.call("GetTables", "{'DatabaseName':'sales','Expression':'(((('}").error())
        .isEqualTo("InvalidInputException");
  }

  /** As aws-sdk-pandas asks: a star where a regular expression has little use for one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ord*; orders,orders_2024",
        "*2024; lines_2024,orders_2024",
        "*_*; lines_2024,orders_2024",
        "o*4; orders_2024",
        "*; lines_2024,orders,orders_2024",
        "[a-z]*_.*|none; lines_2024,orders_2024",
        "orders_20*24; orders_2024",
        "(lines|orders)_\\d*; lines_2024,orders_2024",
      })
  void starsMeanWhatTheyMeanToHiveToo(String expression, String expected) {
    for (var name : List.of("orders", "orders_2024", "lines_2024")) {
      glue.table("sales", name);
    }

    var listed =
        glue.done(
            "GetTables",
            "{'DatabaseName':'sales','Expression':'%s'}"
                .formatted(expression.replace("\\", "\\\\")));

    assertThat(listed.path("TableList"))
        .extracting(t -> t.path("Name").asText())
        .containsExactly(expected.split(",", -1));
  }

  @Test
  void aTokenOutlivesARestartAndTheThingItPointsAt() {
    for (var name : List.of("a", "b", "c", "d")) {
      glue.table("sales", name);
    }
    var token =
        glue.done("GetTables", "{'DatabaseName':'sales','MaxResults':2}")
            .path("NextToken")
            .asText();
    glue.done("DeleteTable", "{'DatabaseName':'sales','Name':'b'}");
    glue.restart();
    glue.table("sales", "bb");

    var next =
        glue.done("GetTables", "{'DatabaseName':'sales','NextToken':'" + token + "'}")
            .path("TableList");

    assertThat(next).extracting(t -> t.path("Name").asText()).containsExactly("bb", "c", "d");
    assertThat(glue.call("GetDatabases", "{'NextToken':'" + token + "'}").error())
        .isEqualTo("InvalidInputException");
    assertThat(glue.call("GetDatabases", "{'NextToken':'nonsense'}").error())
        .isEqualTo("InvalidInputException");
  }

  @Test
  void droppingATableKeepsItsData() throws Exception {
    var hive = glue.hive();
    var database = DatabaseName.of("sales");
    var folder = java.nio.file.Files.createTempDirectory("data");
    var file = java.nio.file.Files.writeString(folder.resolve("part-0"), "1");
    hive.tables()
        .create(
            io.propolis.catalog.model.Table.builder(database.table("managed"))
                .location("file:" + folder)
                .build(),
            io.propolis.catalog.rules.FileStatistics.Mode.KEEP);

    assertThat(table("managed").path("TableType").asText()).isEqualTo("MANAGED_TABLE");
    var errors =
        glue.done(
                "BatchDeleteTable", "{'DatabaseName':'sales','TablesToDelete':['managed','none']}")
            .path("Errors");

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).at("/ErrorDetail/ErrorCode").asText())
        .isEqualTo("EntityNotFoundException");
    assertThat(file).exists();
  }

  @Test
  void icebergsPointerMovesOnlyFromWhereItIs() {
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'ice','TableType':'EXTERNAL_TABLE',"
            + "'Parameters':{'table_type':'ICEBERG','metadata_location':'s3://m/0'}}}");

    assertThat(pointer("s3://m/1", "s3://m/0").status()).isEqualTo(200);
    var lost = pointer("s3://m/2", "s3://m/0");

    assertThat(lost.error()).isEqualTo("ConcurrentModificationException");
    assertThat(table("ice").at("/Parameters/metadata_location").asText()).isEqualTo("s3://m/1");
  }

  private GivenGlue.Reply pointer(String to, String from) {
    return update(
        """
        {'Name':'ice','TableType':'EXTERNAL_TABLE','Parameters':{'table_type':'ICEBERG',
         'metadata_location':'%s','previous_metadata_location':'%s'}}\
        """
            .formatted(to, from),
        "");
  }
}
