package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.DropData;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.TableName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void tables() {
    glue.database("sales");
    glue.database("hr");
    create("sales", "customer_link", "'Description':'who \"buys\" from us\\nand where'", "id");
    create("sales", "orders", "'Owner':'ann','Parameters':{'classification':'parquet'}", "amount");
    create("sales", "xxlinkyy", "'Parameters':{'classification':'csv'}", "id");
    create("hr", "people", "'Parameters':{'team':'Platform-Data'}", "birthday");
  }

  private void create(String database, String name, String more, String column) {
    glue.callExactly(
        "CreateTable",
        """
        {'DatabaseName':'%s','TableInput':{'Name':'%s',%s,'StorageDescriptor':{
         'Location':'s3://lake/%s','Columns':[{'Name':'%s','Type':'string'}]}}}\
        """
            .formatted(database, name, more.replace("\"", "\\\""), name, column)
            .replace("\n ", " ")
            .replace("\n", "\\n")
            .replace('\'', '"'));
  }

  private List<String> found(String request) {
    var tables = glue.done("SearchTables", request).path("TableList");
    return tables.findValuesAsText("Name").stream()
        .filter(name -> !List.of("id", "amount", "birthday").contains(name))
        .sorted()
        .toList();
  }

  private List<String> text(String text) {
    return found("{'SearchText':'" + text + "'}");
  }

  private List<String> filtered(String key, String value) {
    return found("{'Filters':[{'Key':'" + key + "','Value':'" + value + "'}]}");
  }

  @Test
  void wordsAreFoundWhereverTheyStand() {
    assertThat(found("{}")).containsExactly("customer_link", "orders", "people", "xxlinkyy");
    assertThat(text("LINK")).containsExactly("customer_link");
    assertThat(text("cust lin")).containsExactly("customer_link");
    assertThat(text("buy")).containsExactly("customer_link");
    assertThat(text("where")).containsExactly("customer_link");
    assertThat(text("birthday")).containsExactly("people");
    assertThat(text("data")).containsExactly("people");
    assertThat(text("link nowhere")).isEmpty();
    assertThat(text("\\\"customer_link\\\"")).containsExactly("customer_link");
    assertThat(text("\\\"customer\\\"")).containsExactly("customer_link");
    assertThat(text("\\\"custom\\\"")).isEmpty();
  }

  @Test
  void fieldsAreFilteredByWholeTextOrWord() {
    assertThat(filtered("Name", "link")).containsExactly("customer_link");
    assertThat(filtered("DatabaseName", "hr")).containsExactly("people");
    assertThat(filtered("Classification", "csv")).containsExactly("xxlinkyy");
    assertThat(filtered("team", "platform-data")).containsExactly("people");
    assertThat(filtered("Owner", "ann")).containsExactly("orders");
    assertThat(filtered("Owner", "an")).isEmpty();
    assertThat(filtered("Description", "buys")).containsExactly("customer_link");
    assertThat(
            found(
                "{'SearchText':'id','Filters':[{'Key':'DatabaseName','Value':'sales'},"
                    + "{'Key':'classification','Value':'csv'}]}"))
        .containsExactly("xxlinkyy");
  }

  @Test
  void timesCompareAndOtherFieldsDoNot() {
    assertThat(found(time("CreateTime", "1000000000", "GREATER_THAN"))).hasSize(4);
    assertThat(found(time("UpdateTime", "2001-09-09T01:46:40Z", "LESS_THAN"))).isEmpty();
    assertThat(found(time("UpdateTime", "2001-09-09", "GREATER_THAN"))).hasSize(4);
    assertThat(found(time("UpdateTime", "2001-09-09T01:46:40", "GREATER_THAN"))).hasSize(4);
    assertThat(found(time("UpdateTime", "2001-09-09T01:46:40+02:00", "LESS_THAN"))).isEmpty();
    var wrong = glue.call("SearchTables", time("Name", "a", "GREATER_THAN"));
    assertThat(wrong.error()).isEqualTo("InvalidInputException");
    assertThat(wrong.message()).contains("GREATER_THAN").contains("Name");
    assertThat(glue.call("SearchTables", time("CreateTime", "yesterday", "EQUALS")).message())
        .isEqualTo("CreateTime is not a time: yesterday");
    assertThat(glue.call("SearchTables", "{'SortCriteria':[{'FieldName':'Colour'}]}").message())
        .contains("Colour");
  }

  private static String time(String key, String value, String comparator) {
    return "{'Filters':[{'Key':'%s','Value':'%s','Comparator':'%s'}]}"
        .formatted(key, value, comparator);
  }

  @Test
  void pagesComeInTheOrderThatWasAskedFor() {
    var order = "{'SortCriteria':[{'FieldName':'DatabaseName','Sort':'DESC'}]}";

    assertThat(glue.pages("SearchTables", order, "TableList", 1))
        .extracting(table -> table.path("Name").asText())
        .containsExactly("customer_link", "orders", "xxlinkyy", "people");
    var first = glue.done("SearchTables", "{'MaxResults':1}").path("NextToken").asText();
    assertThat(glue.call("SearchTables", "{'SearchText':'id','NextToken':'" + first + "'}").error())
        .isEqualTo("InvalidInputException");
    assertThat(glue.done("SearchTables", "{'ResourceShareType':'FOREIGN'}").path("TableList"))
        .isEmpty();
  }

  @Test
  void whatChangesThroughAnyDoorIsFoundAtOnce() {
    assertThat(text("orders")).containsExactly("orders");
    var hive = glue.hive().tables();
    var orders = TableName.of("sales", "orders");
    hive.alter(
        orders,
        hive.require(orders).withParameter("note", "zebra").toBuilder()
            .name(TableName.of("sales", "bestellungen"))
            .build(),
        AlterOptions.PLAIN);

    assertThat(text("zebra")).containsExactly("bestellungen");
    assertThat(text("orders")).isEmpty();
    hive.drop(TableName.of("sales", "bestellungen"), DropData.KEEP_FILES);
    assertThat(text("zebra")).isEmpty();
    glue.done("DeleteDatabase", "{'Name':'sales'}");
    assertThat(found("{}")).containsExactly("people");
    glue.database("sales");
    create("sales", "again", "'Owner':'bob'", "id");
    assertThat(filtered("DatabaseName", "sales")).containsExactly("again");
    glue.restart();
    assertThat(text("again")).containsExactly("again");
  }

  @Test
  void wholeTablesAreShown() {
    JsonNode table = glue.done("SearchTables", "{'SearchText':'people'}").path("TableList").get(0);

    assertThat(table)
        .isEqualTo(glue.done("GetTable", "{'DatabaseName':'hr','Name':'people'}").path("Table"));
  }
}
