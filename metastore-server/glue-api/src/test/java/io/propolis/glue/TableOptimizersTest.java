package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableOptimizersTest {
  private static final String OF =
      "'CatalogId':'" + GivenGlue.ACCOUNT + "','DatabaseName':'sales','TableName':'ice'";
  private static final String COMPACTION = OF + ",'Type':'compaction'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'ice','Parameters':{'table_type':'ICEBERG',"
            + "'metadata_location':'s3://m/0'}}}");
  }

  private GivenGlue.Reply create(String type, String configuration) {
    return glue.call(
        "CreateTableOptimizer",
        "{%s,'Type':'%s','TableOptimizerConfiguration':%s}".formatted(OF, type, configuration));
  }

  @Test
  void whatIsToBeDoneIsKept() {
    assertThat(
            create(
                    "compaction",
                    "{'roleArn':'arn:aws:iam::123456789012:role/r','enabled':false,'newer':7}")
                .status())
        .isEqualTo(200);

    var optimizer = glue.done("GetTableOptimizer", "{" + COMPACTION + "}").path("TableOptimizer");
    assertThat(optimizer.path("type").asText()).isEqualTo("compaction");
    assertThat(optimizer.at("/configuration/roleArn").asText()).endsWith("role/r");
    assertThat(optimizer.at("/configuration/enabled").asBoolean(true)).isFalse();
    assertThat(optimizer.at("/configuration/newer").asInt()).isEqualTo(7);
    assertThat(create("compaction", "{'enabled':false}").error())
        .isEqualTo("AlreadyExistsException");
    glue.done(
        "UpdateTableOptimizer",
        "{" + COMPACTION + ",'TableOptimizerConfiguration':{'enabled':false}}");
    assertThat(
            glue.done("GetTableOptimizer", "{" + COMPACTION + "}")
                .at("/TableOptimizer/configuration")
                .has("roleArn"))
        .isFalse();
    var batch =
        glue.done(
            "BatchGetTableOptimizer",
            "{'Entries':[{%1$s,'type':'compaction'},{%1$s,'type':'retention'}]}"
                .formatted(OF.replace("'C", "'c").replace("'D", "'d").replace("'T", "'t")));
    assertThat(batch.path("TableOptimizers")).hasSize(1);
    assertThat(batch.at("/Failures/0/error/ErrorCode").asText())
        .isEqualTo("EntityNotFoundException");
    assertThat(
            glue.done("ListTableOptimizerRuns", "{" + COMPACTION + "}").path("TableOptimizerRuns"))
        .isEmpty();
    glue.done("DeleteTableOptimizer", "{" + COMPACTION + "}");
    assertThat(glue.call("ListTableOptimizerRuns", "{" + COMPACTION + "}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void oneThatIsSwitchedOnIsKeptAndIsSeenNeverToHaveRun() {
    assertThat(create("compaction", "{'enabled':true}").status()).isEqualTo(200);

    var optimizer = glue.done("GetTableOptimizer", "{" + COMPACTION + "}").path("TableOptimizer");
    assertThat(optimizer.at("/configuration/enabled").asBoolean()).isTrue();
    assertThat(optimizer.has("lastRun")).isFalse();
    assertThat(
            glue.done("ListTableOptimizerRuns", "{" + COMPACTION + "}").path("TableOptimizerRuns"))
        .isEmpty();
  }

  @Test
  void onlyIcebergTablesHaveOptimizers() {
    glue.table("sales", "plain");
    assertThat(
            glue.call(
                    "CreateTableOptimizer",
                    "{%s,'Type':'compaction','TableOptimizerConfiguration':{}}"
                        .formatted(OF.replace("ice", "plain")))
                .message())
        .isEqualTo("Table sales.plain is not an Iceberg table");
  }
}
