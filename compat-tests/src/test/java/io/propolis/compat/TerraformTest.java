package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.Terraform;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Terraform's provider for AWS over the Glue API: it finds again exactly what it wrote. */
@ExtendWith(Engines.class)
class TerraformTest {
  /** Each adds resources of one kind. */
  private static final List<String> FILES =
      List.of("main.tf", "catalog.tf", "iceberg.tf", "control.tf");

  @TempDir Path folder;

  @Test
  void whatIsAppliedIsFoundAgainChangedAndDropped(Metastore metastore) throws Exception {
    var glue = new GlueShell(metastore, folder);
    assumeTagsAndIndexes(glue);
    var database = Scratch.database("terraform");
    var terraform = terraform(glue, database.toString());
    glue.run("aws glue create-database --database-input Name=%s_found".formatted(database));
    glue.run(
        "aws glue create-table --database-name %s_found --table-input Name=orders,Owner=ann"
            .formatted(database));

    var applied = terraform.apply();

    assertThat(applied).contains("2 imported", " 0 changed", " 0 destroyed");
    assertThat(terraform.plan()).as("what a second plan changes").isEmpty();
    var more = terraform.with(Map.of("comment", "two"));
    assertThat(more.apply()).contains("0 added", " 0 destroyed");
    assertThat(more.plan()).as("what a plan after the change changes").isEmpty();
    assertThat(
            glue.run(
                "aws glue get-partition --database-name %s --table-name orders".formatted(database)
                    + " --partition-values 2026-01-01 7 --query Partition.Parameters.a"
                    + " --output text"))
        .isEqualTo("two");
    terraform.destroy();
    assertThat(glue.run("aws glue get-databases --query 'DatabaseList[].Name'"))
        .doesNotContain(database.toString());
  }

  /** The provider asks for them after everything that it makes. */
  private static void assumeTagsAndIndexes(GlueShell glue) throws Exception {
    var asked =
        glue.run(
            """
            aws glue get-tags --resource-arn arn:aws:glue:us-east-1:000000000000:database/default 2>&1 || true
            aws glue get-partition-indexes --database-name default --table-name none 2>&1 || true\
            """);
    Assumptions.assumeFalse(
        asked.contains("is not supported by this server"),
        "Terraform needs tags and partition indexes: " + asked);
  }

  private Terraform terraform(GlueShell glue, String database) throws Exception {
    for (var file : FILES) {
      try (var source = TerraformTest.class.getResourceAsStream("terraform/" + file)) {
        Files.copy(Objects.requireNonNull(source, file), folder.resolve(file));
      }
    }
    try {
      return Terraform.init(
          folder,
          Map.of(
              "endpoint",
              glue.endpoint().toString(),
              "database",
              database,
              "lake",
              folder.resolve("lake").toUri().toString(),
              "comment",
              "one"));
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
