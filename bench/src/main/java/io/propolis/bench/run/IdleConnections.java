package io.propolis.bench.run;

import com.facebook.fb303.FacebookService;
import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import org.apache.thrift.TException;

/** What connections cost that rest after one call. */
public final class IdleConnections {
  private static final int COUNT = 2_000;

  /** A server that does not answer so many in a row answers no more. */
  private static final int HOPELESS = 3;

  private static final int PATIENCE_MILLIS = 2_000;
  private static final Request CALL = Request.of("getName", new FacebookService.getName_args());

  private IdleConnections() {}

  /** Opens 2,000, and says how many were answered and how much memory they took. */
  public static String of(Site site) throws IOException {
    double before = site.tree().residentMiB();
    var open = new ArrayList<Connection>();
    int answered = 0;
    try {
      for (int failed = 0; open.size() < COUNT && failed < HOPELESS; ) {
        var connection = new Connection(site.thriftPort(), PATIENCE_MILLIS);
        open.add(connection);
        if (answers(connection)) {
          answered++;
        } else {
          failed++;
        }
      }
      return String.format(
          Locale.ROOT,
          "%s: %,d of %,d resting connections answered, %.0f MiB for them (%.0f MiB in all)",
          site.contender().label(),
          answered,
          COUNT,
          site.tree().residentMiB() - before,
          site.tree().residentMiB());
    } finally {
      for (var connection : open) {
        connection.close();
      }
    }
  }

  private static boolean answers(Connection connection) {
    try {
      connection.run(CALL);
      return true;
    } catch (IOException | TException e) {
      return false;
    }
  }
}
