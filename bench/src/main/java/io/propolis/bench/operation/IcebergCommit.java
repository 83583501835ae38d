package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/**
 * The metadata pointer of an Iceberg table moves, by the calls that Iceberg's HiveCatalog makes.
 */
public final class IcebergCommit implements Operation {
  private static final int COLUMNS = 30;
  private static final String POINTER = "metadata_location";

  /** How writers keep out of one another's way. */
  public enum Protection {
    /** lock, get_table, alter_table, unlock. */
    LOCK,
    /** get_table, alter_table if the pointer is still there: Hive 4 and we know it. */
    COMPARE_AND_SWAP
  }

  private final Protection protection;

  public IcebergCommit(Protection protection) {
    this.protection = protection;
  }

  @Override
  public String key() {
    return "iceberg-commit-" + (protection == Protection.LOCK ? "lock" : "cas");
  }

  @Override
  public String title() {
    return "Iceberg commit, " + protection.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean isKnownTo(Contender contender) {
    return protection == Protection.LOCK || contender != Contender.HIVE_3;
  }

  @Override
  public boolean isBesideCommits() {
    return true;
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var name = "iceberg_" + number;
    var wanted = Shapes.table(DATABASE, name, COLUMNS);
    wanted.getParameters().put("table_type", "ICEBERG");
    wanted.getParameters().put(POINTER, pointer(name, 0));
    OwnTable.make(site, wanted);
    var connection = new Connection(site.thriftPort());
    return new Committer(connection, name, new Locks(connection, name));
  }

  private static String pointer(String table, long version) {
    return "file:/warehouse/%s/metadata/%05d-12345678-1234-1234-1234-123456789abc.metadata.json"
        .formatted(table, version);
  }

  private final class Committer extends ThriftWorker {
    private final String name;
    private final Locks locks;
    private final Request get;
    private long version;

    Committer(Connection connection, String name, Locks locks) {
      super(connection);
      this.name = name;
      this.locks = locks;
      this.get =
          Request.of(
              "get_table_req",
              new ThriftHiveMetastore.get_table_req_args(new GetTableRequest(DATABASE, name)));
    }

    @Override
    public void run(int step, int index) throws IOException, TException {
      if (protection == Protection.LOCK) {
        long lock = locks.take();
        movePointer(Map.of());
        locks.giveBack(lock);
      } else {
        movePointer(
            Map.of(
                "expected_parameter_key",
                POINTER,
                "expected_parameter_value",
                pointer(name, version)));
      }
      version++;
    }

    private void movePointer(Map<String, String> expected) throws IOException, TException {
      var answer = new ThriftHiveMetastore.get_table_req_result();
      connection().ask(get, answer);
      Table table = answer.getSuccess().getTable();
      table.getParameters().put(POINTER, pointer(name, version + 1));
      table.getParameters().put("previous_" + POINTER, pointer(name, version));
      var context = new EnvironmentContext(new HashMap<>(expected));
      context.putToProperties("DO_NOT_UPDATE_STATS", "true");
      connection()
          .run(
              Request.of(
                  "alter_table_with_environment_context",
                  new ThriftHiveMetastore.alter_table_with_environment_context_args(
                      DATABASE, name, table, context)));
    }
  }
}
