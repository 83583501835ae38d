package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.model.DatabaseName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Iceberg tables that the server makes and changes. */
class IcebergTablesTest {
  private static final String SCHEMA =
      """
      {'SchemaId':0,'IdentifierFieldIds':[10],'Fields':[
       {'Id':10,'Name':'Id','Type':'long','Required':true,'Doc':'the key'},
       {'Id':20,'Name':'at','Type':'timestamptz','Required':false},
       {'Id':30,'Name':'tags','Required':false,
        'Type':{'type':'list','element-id':31,'element':'string','element-required':false}}]}\
      """;
  private static final String WIDER =
      SCHEMA.replace(
          "'element-required':false}}", "'element-required':false}},%s".formatted(more("note")));

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void makeDatabase() {
    glue.database("sales");
  }

  private static String more(String name) {
    return "{'Id':40,'Name':'%s','Type':'string','Required':false}".formatted(name);
  }

  private String location() {
    return glue.warehouse() + "/orders";
  }

  /** A table of an Iceberg schema. */
  private void orders() {
    glue.done("CreateTable", request("'Schema':" + SCHEMA + ","));
  }

  private String request(String members) {
    return """
        {'DatabaseName':'sales','Name':'orders','OpenTableFormatInput':{'IcebergInput':{
         'MetadataOperation':'CREATE','Version':'2','CreateIcebergTableInput':{%s
         'Location':'%s'}}}}\
        """
        .formatted(members, location());
  }

  private JsonNode table() {
    return glue.done("GetTable", "{'DatabaseName':'sales','Name':'orders'}").path("Table");
  }

  private String pointer() {
    return table().at("/Parameters/metadata_location").asText();
  }

  private JsonNode metadata() {
    return metadata(pointer());
  }

  private JsonNode metadata(String location) {
    try {
      return new ObjectMapper().readTree(glue.read(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GivenGlue.Reply update(String update) {
    return glue.call(
        "UpdateTable",
        """
        {'DatabaseName':'sales','Name':'orders','UpdateOpenTableFormatInput':{'UpdateIcebergInput':
         {'UpdateIcebergTableInput':{'Updates':[%s]}}}}\
        """
            .formatted(update));
  }

  private void updated(String update) {
    var reply = update(update);
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
  }

  private String whole(String schema, String more) {
    return "{'Schema':%s,'Location':'%s'%s}".formatted(schema, location(), more);
  }

  @Test
  void aSchemaIsWrittenAsItWasDescribed() {
    glue.done(
        "CreateTable",
        request(
            """
            'Schema':%s,
            'PartitionSpec':{'Fields':[{'SourceId':20,'Transform':'day','Name':'day'}]},
            'WriteOrder':{'OrderId':1,'Fields':[{'SourceId':10,'Transform':'bucket[4]',
              'Direction':'desc','NullOrder':'nulls-last'}]},
            'Properties':{'write.format.default':'orc'},
            """
                .formatted(SCHEMA)));

    var metadata = metadata();
    assertThat(metadata.path("format-version").asInt()).isEqualTo(2);
    assertThat(metadata.path("location").asText()).isEqualTo(location());
    assertThat(metadata.path("last-column-id").asInt()).isEqualTo(31);
    assertThat(metadata.at("/schemas/0/identifier-field-ids/0").asInt()).isEqualTo(10);
    assertThat(metadata.at("/schemas/0/fields").findValuesAsText("id"))
        .containsExactly("10", "20", "30");
    assertThat(metadata.at("/schemas/0/fields/0/doc").asText()).isEqualTo("the key");
    assertThat(metadata.at("/schemas/0/fields/2/type/element-id").asInt()).isEqualTo(31);
    assertThat(metadata.at("/partition-specs/0/fields/0").toString())
        .isEqualTo("{\"name\":\"day\",\"transform\":\"day\",\"source-id\":20,\"field-id\":1000}");
    assertThat(metadata.at("/sort-orders/0/fields/0").toString())
        .isEqualTo(
            "{\"transform\":\"bucket[4]\",\"source-id\":10,\"direction\":\"desc\",\"null-order\":\"nulls-last\"}");
    assertThat(metadata.at("/properties/write.format.default").asText()).isEqualTo("orc");
  }

  @Test
  void theTableShowsColumnsAndPointerAndNothingThatItIsNot() {
    orders();

    var table = table();
    assertThat(table.path("TableType").asText()).isEqualTo("EXTERNAL_TABLE");
    assertThat(table.path("Parameters").properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactlyInAnyOrder("table_type", "metadata_location");
    assertThat(table.at("/Parameters/table_type").asText()).isEqualTo("ICEBERG");
    assertThat(pointer())
        .matches("\\Q" + location() + "/metadata/00000-\\E[-0-9a-f]{36}.metadata.json");
    assertThat(table.at("/StorageDescriptor/Columns").toString())
        .isEqualTo(
            """
            [{"Name":"id","Type":"bigint","Comment":"the key"},{"Name":"at","Type":"timestamp"},\
            {"Name":"tags","Type":"array<string>"}]""");
    assertThat(table.at("/StorageDescriptor/Location").asText()).isEqualTo(location());
    var seenByHive =
        glue.hive().tables().require(DatabaseName.of("sales").table("orders")).parameters();
    assertThat(seenByHive).containsEntry("EXTERNAL", "TRUE").containsKey("metadata_location");
  }

  @Test
  void columnsOfATableInputBecomeTheSchema() {
    glue.done(
        "CreateTable",
        """
        {'DatabaseName':'sales','TableInput':{'Name':'orders','TableType':'EXTERNAL_TABLE',
         'Parameters':{'write.format.default':'avro'},'StorageDescriptor':{'Location':'%s/','Columns':[
          {'Name':'id','Type':'INT','Comment':'the key'},{'Name':'price','Type':'decimal(10, 2)'},
          {'Name':'s','Type':'struct<a:array<int>,b:map<string,timestamp>>'}]}},
         'OpenTableFormatInput':{'IcebergInput':{'MetadataOperation':'CREATE','Version':'3'}}}\
        """
            .formatted(location()));

    var metadata = metadata();
    assertThat(metadata.path("format-version").asInt()).isEqualTo(3);
    assertThat(metadata.path("location").asText()).isEqualTo(location());
    assertThat(metadata.at("/schemas/0/fields/1/type").asText()).isEqualTo("decimal(10, 2)");
    assertThat(metadata.at("/schemas/0/fields").findValuesAsText("id"))
        .startsWith("1", "2", "3")
        .doesNotHaveDuplicates();
    assertThat(metadata.at("/properties/write.format.default").asText()).isEqualTo("avro");
    // As it was sent, for clients that compare.
    var descriptor = table().path("StorageDescriptor");
    assertThat(descriptor.path("Location").asText()).isEqualTo(location() + "/");
    assertThat(descriptor.at("/Columns/0/Type").asText()).isEqualTo("INT");
    assertThat(descriptor.at("/Columns/1/Type").asText()).isEqualTo("decimal(10, 2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Version':'2' | 'Version':'7' | OpenTableFormatInput.IcebergInput.Version is 7
          'Version':'2' | 'Version':'1' | NO_ERROR
          'timestamptz' | 'time-stamp' | Cannot parse type string to primitive: time-stamp
          'Id':20 | 'Id':10 | 10
          'Name':'at' | 'Name':'Id' | Id
          'Name':'at' | 'Name':'ID' | Columns Id and ID differ in case alone
          [10] | [11] | 11
          'Location':' | 'Location':'relative/ | CreateIcebergTableInput.Location is not absolute: relative/
          'Location':' | 'Location':'hdfs://x/ | hdfs
          'Doc' | 'Colour' | CreateIcebergTableInput.Schema.Fields[0].Colour is not known
          """)
  void whatIcebergDoesNotAllowIsRefusedAndLeavesNothing(String right, String wrong, String named) {
    var reply =
        glue.call(
            "CreateTable",
            request("'Schema':" + SCHEMA + ",").replace(right.strip(), wrong.strip()));

    if (named.equals("NO_ERROR")) {
      assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
      return;
    }
    assertThat(reply.error()).as("%s", reply.body()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains(named);
    assertThat(glue.files("")).isEmpty();
    assertThat(glue.done("GetTables", "{'DatabaseName':'sales'}").path("TableList")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'PartitionSpec':{'Fields':[{'SourceId':99,'Transform':'day','Name':'d'}]}, | 99
          'PartitionSpec':{'Fields':[{'SourceId':20,'Transform':'days of','Name':'d'}]}, | days of
          'WriteOrder':{'OrderId':1,'Fields':[{'SourceId':98,'Transform':'identity','Direction':'asc','NullOrder':'nulls-first'}]}, | 98
          'Properties':{'format-version':'1'}, | format-version is 1
          'Properties':{'uuid':'mine'}, | uuid
          """)
  void soAreSpecsOrdersAndProperties(String members, String named) {
    var reply = glue.call("CreateTable", request("'Schema':" + SCHEMA + "," + members));

    assertThat(reply.error()).as("%s", reply.body()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains(named);
    assertThat(glue.files("")).isEmpty();
  }

  @Test
  void partitionKeysAndForeignTypesAreRefused() {
    var request =
        """
        {'DatabaseName':'sales','TableInput':{'Name':'orders','StorageDescriptor':{'Location':'%s',
         'Columns':[{'Name':'id','Type':'smallint'}]},'PartitionKeys':[%s]},
         'OpenTableFormatInput':{'IcebergInput':{'MetadataOperation':'CREATE'}}}\
        """;
    var partitioned =
        glue.call("CreateTable", request.formatted(location(), "{'Name':'day','Type':'date'}"));
    var small = glue.call("CreateTable", request.formatted(location(), ""));

    assertThat(partitioned.error()).isEqualTo("InvalidInputException");
    assertThat(partitioned.message())
        .startsWith("Cannot create partitions in an iceberg table")
        .contains("day");
    assertThat(small.message())
        .isEqualTo("Column id of an Iceberg table has type smallint: use int instead");
    assertThat(glue.files("")).isEmpty();
  }

  @Test
  void aTableThatExistsIsNotMadeAgainAndKeepsItsMetadata() {
    orders();
    var before = glue.files("");

    var again = glue.call("CreateTable", request("'Schema':" + SCHEMA + ","));

    assertThat(again.error()).isEqualTo("AlreadyExistsException");
    assertThat(glue.files("")).isEqualTo(before).hasSize(1);
  }

  @Test
  void aFailureAfterTheFileWasWrittenTakesItAwayAgain() {
    var reply =
        glue.call(
            "CreateTable",
            request("'Schema':" + SCHEMA + ",").replace("'Name':'orders'", "'Name':'a`b'"));

    assertThat(reply.error()).as("%s", reply.body()).isEqualTo("InvalidInputException");
    assertThat(glue.files("")).isEmpty();
  }

  @Test
  void anUpdateMovesThePointerAndSaysWhereItWas() {
    orders();
    var first = pointer();

    updated(
        whole(
            WIDER,
            """
            ,'PartitionSpec':{'Fields':[{'SourceId':20,'Transform':'month','Name':'m'}]},
            'SortOrder':{'OrderId':1,'Fields':[{'SourceId':40,'Transform':'identity',
             'Direction':'asc','NullOrder':'nulls-first'}]},'Properties':{'a':'b'}\
            """));

    var table = table();
    assertThat(table.at("/Parameters/previous_metadata_location").asText()).isEqualTo(first);
    assertThat(pointer()).contains("/metadata/00001-");
    assertThat(table.at("/StorageDescriptor/Columns").findValuesAsText("Name"))
        .containsExactly("id", "at", "tags", "note");
    var metadata = metadata();
    assertThat(metadata.path("current-schema-id").asInt()).isEqualTo(1);
    assertThat(metadata.path("schemas")).hasSize(2);
    assertThat(metadata.path("default-spec-id").asInt()).isEqualTo(1);
    assertThat(metadata.path("default-sort-order-id").asInt()).isEqualTo(1);
    assertThat(metadata.at("/properties/a").asText()).isEqualTo("b");
    assertThat(metadata.at("/metadata-log/0/metadata-file").asText()).isEqualTo(first);
    assertThat(metadata.path("table-uuid")).isEqualTo(metadata(first).path("table-uuid"));
  }

  @Test
  void describingTheTableAsItIsChangesNothing() {
    orders();
    var version = table().path("VersionId");

    updated(whole(SCHEMA, ",'PartitionSpec':{'Fields':[]},'SortOrder':{'OrderId':0,'Fields':[]}"));

    assertThat(table().path("VersionId")).isEqualTo(version);
    assertThat(glue.files("")).hasSize(1);
  }

  @Test
  void whatWasThereBeforeCanBeChosenAgain() {
    orders();
    updated(whole(WIDER, ""));

    updated(whole(SCHEMA, ""));
    assertThat(metadata().path("current-schema-id").asInt()).isZero();
    updated(
        whole(SCHEMA.replace("'SchemaId':0", "'SchemaId':1"), ",'Action':'set-current-schema'"));

    assertThat(metadata().path("current-schema-id").asInt()).isEqualTo(1);
    assertThat(metadata().path("schemas")).hasSize(2);
  }

  @Test
  void eachActionDoesItsPartAlone() {
    orders();

    updated(whole(WIDER, ",'Action':'add-schema'"));
    assertThat(metadata().path("current-schema-id").asInt()).isZero();
    assertThat(metadata().path("schemas")).hasSize(2);
    updated(
        whole(
            SCHEMA,
            ",'Action':'add-spec','PartitionSpec':{'Fields':[{'SourceId':10,'Transform':'bucket[8]','Name':'b'}]}"));
    assertThat(metadata().path("default-spec-id").asInt()).isZero();
    updated(whole(SCHEMA, ",'Action':'set-default-spec','PartitionSpec':{'SpecId':1,'Fields':[]}"));
    assertThat(metadata().path("default-spec-id").asInt()).isEqualTo(1);
    updated(
        whole(
            SCHEMA,
            ",'Action':'add-sort-order','SortOrder':{'OrderId':1,'Fields':[{'SourceId':10,'Transform':'identity','Direction':'asc','NullOrder':'nulls-last'}]}"));
    updated(
        whole(SCHEMA, ",'Action':'set-default-sort-order','SortOrder':{'OrderId':1,'Fields':[]}"));
    assertThat(metadata().path("default-sort-order-id").asInt()).isEqualTo(1);
    updated(whole(SCHEMA, ",'Action':'set-properties','Properties':{'a':'1','b':'2'}"));
    updated(whole(SCHEMA, ",'Action':'remove-properties','Properties':{'a':''}"));
    assertThat(metadata().path("properties").toString()).isEqualTo("{\"b\":\"2\"}");
    var elsewhere = glue.warehouse() + "/elsewhere";
    updated("{'Schema':%s,'Location':'%s','Action':'set-location'}".formatted(SCHEMA, elsewhere));
    assertThat(table().at("/StorageDescriptor/Location").asText()).isEqualTo(elsewhere);
    assertThat(pointer()).startsWith(elsewhere + "/metadata/00008-");
  }

  @Test
  void keysThatEncryptAreForVersionThree() {
    glue.done(
        "CreateTable",
        request("'Schema':" + SCHEMA + ",").replace("'Version':'2'", "'Version':'3'"));
    var key = ",'EncryptionKey':{'KeyId':'k','EncryptedKeyMetadata':'a2V5','EncryptedById':'m'}";

    updated(whole(SCHEMA, ",'Action':'add-encryption-key'" + key));
    assertThat(metadata().at("/encryption-keys/0/key-id").asText()).isEqualTo("k");
    updated(whole(SCHEMA, ",'Action':'remove-encryption-key','KeyId':'k'"));

    assertThat(metadata().path("encryption-keys")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,'Action':'set-current-schema','X':1 | 7
          ,'Action':'add-spec' | Updates[0].Action add-spec needs
          ,'Action':'set-properties' | Updates[0].Action set-properties needs
          ,'Action':'remove-encryption-key' | KeyId
          ,'PartitionSpec':{'Fields':[{'SourceId':77,'Transform':'day','Name':'d'}]} | 77
          """)
  void anUpdateThatIcebergDoesNotAllowChangesNothing(String more, String named) {
    orders();
    var before = table();

    var reply = update(whole(SCHEMA.replace("'SchemaId':0", "'SchemaId':7"), more));

    assertThat(reply.error()).as("%s", reply.body()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains(named);
    assertThat(table()).isEqualTo(before);
    assertThat(glue.files("")).hasSize(1);
  }

  @Test
  void onlyIcebergTablesAreUpdatedSo() {
    glue.table("sales", "orders");

    var reply = update(whole(SCHEMA, ""));

    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).isEqualTo("Table sales.orders is not an Iceberg table");
  }

  @Test
  void anOlderVersionThanThePresentOneIsRefused() {
    orders();
    updated(whole(WIDER, ""));

    var reply =
        glue.call(
            "UpdateTable",
            """
            {'DatabaseName':'sales','Name':'orders','VersionId':'0','UpdateOpenTableFormatInput':
             {'UpdateIcebergInput':{'UpdateIcebergTableInput':{'Updates':[%s]}}}}\
            """
                .formatted(whole(SCHEMA, "")));

    assertThat(reply.error()).isEqualTo("ConcurrentModificationException");
    assertThat(glue.files("")).hasSize(2);
  }

  /** Each update that was acknowledged is there; the files of the others are not. */
  @Test
  void manyAtOnceLoseNothing() throws Exception {
    orders();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var updates =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  n ->
                      () -> {
                        var reply =
                            update(
                                whole(
                                    SCHEMA,
                                    ",'Action':'set-properties','Properties':{'p%d':'x'}"
                                        .formatted(n)));
                        if (reply.status() != 200) {
                          assertThat(reply.error()).isEqualTo("ConcurrentModificationException");
                        }
                        return reply.status() == 200;
                      })
              .toList();
      int done = 0;
      for (var each : threads.invokeAll(updates)) {
        done += each.get() ? 1 : 0;
      }

      assertThat(done).isPositive();
      assertThat(metadata().path("properties")).hasSize(done);
      assertThat(glue.files("")).hasSize(1 + done);
    } finally {
      threads.shutdownNow();
    }
  }
}
