package io.propolis.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Compaction of an Iceberg table as boto3 asks for it. */
final class GlueCompaction {
  private final GlueShell glue;
  private final Path folder;

  GlueCompaction(GlueShell glue, Path folder) {
    this.glue = glue;
    this.folder = folder;
  }

  /**
   * Has files of two and more of a partition joined and waits for it. "completed 12" when twelve
   * files were joined, "failed" and the error when it did not work.
   */
  String of(String database, String table) throws IOException, InterruptedException {
    return of(database, table, "binpack");
  }

  /** The same by a strategy of Glue's. */
  String of(String database, String table, String strategy)
      throws IOException, InterruptedException {
    var script = Files.createTempFile(folder, "compact", ".py");
    Files.writeString(
        script,
        """
        import boto3, time
        glue = boto3.client("glue")
        of = dict(CatalogId="hive", DatabaseName="%1$s", TableName="%2$s", Type="compaction")
        glue.create_table_optimizer(**of, TableOptimizerConfiguration={
          "roleArn": "arn:aws:iam::123456789012:role/r", "enabled": True,
          "compactionConfiguration": {"icebergConfiguration": {
            "strategy": "%3$s", "minInputFiles": 2}}})
        until = time.time() + 60
        ended = []
        while not ended and time.time() < until:
            runs = glue.list_table_optimizer_runs(**of)["TableOptimizerRuns"]
            ended = [run for run in runs if run["eventType"] in ("completed", "failed")]
            time.sleep(0.1)
        print(ended[0]["eventType"], ended[0].get("error")
          or ended[0]["compactionMetrics"]["IcebergMetrics"]["NumberOfFilesCompacted"])
        """
            .formatted(database, table, strategy));
    return glue.run("python " + script, Map.of());
  }
}
