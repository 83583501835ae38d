package io.propolis.glue;

import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.glue.model.OperationModel;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable;
import io.propolis.iceberg.LakeMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of all operations of the API: how each is answered, and what shows it. */
final class GluePage {
  private static final Path CALLS = Path.of("src/main/java/io/propolis/glue/operations");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern SERVED =
      Pattern.compile("(?<=[^\\w])([A-Z]\\w+)(?=Request\\.class)|(?<=\")([A-Z]\\w+)(?=\")");
  private static final Pattern CALLED = Pattern.compile("(?<=\")([A-Z]\\w+)(?=\")");
  private static final Pattern JAVADOC =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*final class", Pattern.DOTALL);

  /**
   * @param calls simple name of the class that serves it, "" when none does
   * @param tests simple names of the test classes that call it
   */
  record Row(OperationModel operation, String calls, List<String> tests) {
    boolean isServed() {
      return !calls.isEmpty();
    }
  }

  private GluePage() {}

  /** All operations of the model, by name. */
  static List<Row> rows() throws IOException {
    var served = named(CALLS, "Calls.java", SERVED);
    var tests = named(TESTS, "Test.java", CALLED);
    var table =
        OperationTable.complete(
                ServiceModel.load(),
                new ConnectionProbes((access, patience) -> {}, (access, patience) -> {}),
                new LakeMetadata(Lakes.open(S3Settings.DEFAULT)))
            .names();
    return ServiceModel.load().operations().values().stream()
        .sorted(Comparator.comparing(OperationModel::name))
        .map(
            operation ->
                new Row(
                    operation,
                    table.contains(operation.name())
                        ? served.getOrDefault(operation.name(), new TreeSet<>(List.of(""))).first()
                        : "",
                    List.copyOf(tests.getOrDefault(operation.name(), new TreeSet<>()))))
        .toList();
  }

  /** Classes by what a pattern finds in their sources. */
  private static Map<String, TreeSet<String>> named(Path folder, String end, Pattern pattern)
      throws IOException {
    var named = new TreeMap<String, TreeSet<String>>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(each -> each.toString().endsWith(end)).toList()) {
        var name = file.getFileName().toString().replace(".java", "");
        var found = pattern.matcher(Files.readString(file));
        while (found.find()) {
          named.computeIfAbsent(found.group(), each -> new TreeSet<>()).add(name);
        }
      }
    }
    return named;
  }

  /** The page, in Markdown. */
  static String render(List<Row> rows) throws IOException {
    var page = new StringBuilder();
    page.append(
        """
        # The AWS Glue API, operation by operation

        Made from the code by `GluePageTest`; make it anew with
        `./propolis test metastore-server/glue-api -- -Dtest=GluePageTest -Dpropolis.regenerate=true`.

        The server answers the AWS Glue API (JSON 1.1) at `POST /` of its HTTP port, over the same catalog as its
        other doors. Of the %d operations of AWS's model (botocore 1.44.8) it serves %d; the others are answered with
        an error that they declare, and say that they are not supported. `ModelDrivenTest` sends every operation:
        with the least and with all that it takes, and with each constraint of the model broken once.

        ## How it answers

        - **Who calls.** With `glue.access-key` or `glue.credentials-file` requests have to be signed (Signature
          Version 4, also in chunks or with an unsigned body; clocks may differ by five minutes); without them everybody
          may call. Where the Thrift door asks its clients who they are, the Glue API is closed until it has keys.
        - **Errors** have the types that operations declare, with status 400, `InternalServiceException` with 500.
          What breaks a constraint of the model is a `ValidationException` in AWS's words, before anything is done.
          A database that cannot be reached is a 500: after it clients of Iceberg look whether their commit was made.
        - **Pages.** A token holds the last key of its page. It outlives restarts and works on every node.
        - **What is kept.** Members that the catalog has no place for, those that are newer than the server among
          them, come back as they were sent, also after a change through the Hive door. Parameters that the catalog
          adds for Hive (`EXTERNAL`, `transient_lastDdlTime`) and locations that it chooses are not shown, so that
          Terraform sees no difference to what it wrote.
        - **Files** are left alone: no folder is made, and dropping a managed table through this door keeps its data.
        - **Versions.** Every change makes one, those through other doors too; `SkipArchive` drops the one replaced.
          Column statistics make none.
        - **Catalogs** are those of Hive: `CatalogId` is the account for `hive`, else `account:name` or the name alone.
        - **Search** is answered from an index in memory that is never behind. Words of `SearchText` are the beginnings
          of words of a table's names, columns, comments, description and parameters; in quotes it is the whole of one
          of these. Filters take `Name`, `DatabaseName`, `Owner`, `TableType`, `Description`, any parameter, and the
          times `CreateTime`, `UpdateTime` and `LastAccessTime`, in seconds or ISO 8601.
        - **Partition indexes** are active at once: every key is indexed without them.
        - **Lake Formation** restricts nothing: unfiltered reads authorize all columns.
        - **Column statistics** are computed of Parquet and ORC files, by the server itself. `SampleSize` is the part
          of the files that is read. Schedules start a run once over all servers, as those of crawlers do.
        - **Optimizers** of Iceberg tables run while they are `enabled`, as leased runs of one of the servers. Retention
          and orphans come round each `runRateInHours`; compaction looks each `optimizers.interval` whether the table
          has changed. It rewrites small files of a partition once there are `minInputFiles` (100), and files with
          `deleteFileThreshold` (1) or more files of deletes whatever their number, of Parquet, ORC and Avro, into files
          of the table's format and target size; deletes are applied, and go when no file needs them. `sort` lays the
          rows in the table's sort order, nulls, directions and transforms included; `z-order` along a curve through the
          columns of that order, by the first eight bytes of each. Both take files that lie otherwise, too, and fail the
          run where the table has no sort order. At most 64 files' worth are sorted in one turn, beyond
          `optimizers.sort-memory` on the local disk. In tables of format version 3 deletion vectors are
          applied and each row keeps its `_row_id` and `_last_updated_sequence_number`; columns of the types `variant`,
          `unknown`, `timestamp_ns`, `timestamptz_ns`, `geometry` and `geography` fail the run, as does encryption. A
          commit that meets another writer's follows it or fails, and the next run tries again.
        - **TestConnection** of `JDBC`, `MYSQL` and `POSTGRESQL` (MySQL, MariaDB, PostgreSQL) logs on and asks whether
          the database answers; of `MONGODB` it logs on with a password and asks for the collections of the database in
          the URL, which has to be there; of `KAFKA` it reaches the port of one of the first three brokers, of `NETWORK`
          that of `HOST` and `PORT`. Each step may take five seconds. Who cannot connect gets a
          FederationSourceException with the reason, who gets no answer an OperationTimeoutException; what is no address
          and databases that are not there are an InvalidInputException, as is every other type. Parameters of JDBC URLs
          are not used; the machine's own credentials (MONGODB-AWS, OIDC, X.509, Kerberos) are never shown to a MongoDB.
        - **Iceberg tables** are made by their clients, or by the server where a request has `OpenTableFormatInput`
          or `UpdateOpenTableFormatInput`: it writes the metadata file with Iceberg's library and moves the pointer if
          nobody else moved it meanwhile. Columns of a `TableInput` become the schema, all of them optional. Ids of
          fields that a request gives are kept.
        - **Expressions** of GetPartitions may name keys that AWS reserves. `IS NULL` finds the null partition, which
          AWS does not.
        - **Tags** follow a table or database to another name, through whichever door, and go with it.
        - **Secrets** of connections are encrypted in the database with `glue.encryption-key`; `HidePassword` leaves
          them out. Without a key connections with secrets are refused. What was shown of a secret
          (`ENCRYPTED_PASSWORD`, a URL with `*****`) means the secret when it comes back. Keys of KMS may be named
          where `glue.kms-keys` has them: something of the operator's stands for them.
        - **Policies** of resources are checked and kept. Who may call is decided by keys, not by them.
        - At the same address: STS `GetCallerIdentity`, IAM `GetRole`, CloudWatch Logs `FilterLogEvents` and
          `GetLogEvents` (the group `/aws-glue/crawlers`).

        """
            .formatted(rows.size(), rows.stream().filter(Row::isServed).count()));
    var classes =
        rows.stream()
            .filter(Row::isServed)
            .map(Row::calls)
            .collect(Collectors.toCollection(TreeSet::new));
    for (var calls : classes) {
      page.append("## %s\n\n%s (`%s`)\n\n".formatted(title(calls), about(calls), calls));
      page.append("| operation | errors | shown by |\n|---|---|---|\n");
      rows.stream().filter(row -> row.calls().equals(calls)).forEach(row -> page.append(line(row)));
      page.append('\n');
    }
    page.append("## Not supported yet\n\n");
    page.append(
        "Answered, to requests that keep the model's constraints, with the error named.\n\n");
    page.append("| operation | error |\n|---|---|\n");
    rows.stream()
        .filter(row -> !row.isServed())
        .forEach(
            row ->
                page.append(
                    "| `%s` | %s |\n".formatted(row.operation().name(), refusal(row.operation()))));
    return page.toString();
  }

  private static String line(Row row) {
    var errors = new ArrayList<>(row.operation().errors());
    errors.sort(null);
    return "| `%s` | %s | %s |\n"
        .formatted(
            row.operation().name(),
            errors.stream().map(GluePage::shortName).collect(Collectors.joining(", ")),
            String.join(", ", row.tests()));
  }

  private static String shortName(String error) {
    return error.replace("Exception", "");
  }

  private static String refusal(OperationModel operation) {
    return shortName(io.propolis.glue.wire.Refusals.of(operation).type());
  }

  private static String title(String calls) {
    var words = calls.replace("Calls", "").replaceAll("([a-z])([A-Z])", "$1 $2");
    return words.charAt(0) + words.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  private static String about(String calls) throws IOException {
    var found = JAVADOC.matcher(Files.readString(CALLS.resolve(calls + ".java")));
    return found.find() ? plain(found.group(1)) : "";
  }

  /** Javadoc as Markdown. */
  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
        .replaceAll("\\{@(?:code|literal) ([^}]*)}", "`$1`")
        .replaceAll("\\{@link #?([^}]*)}", "`$1`")
        .strip();
  }
}
