package io.propolis.faults.client;

import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Reason;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Unknown;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.NoSuchLockException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.NoSuchTxnException;
import org.apache.hadoop.hive.metastore.api.TxnAbortedException;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/** What the errors of the protocol say about the call. */
final class Answers {
  /**
   * The server could not finish, and perhaps does not know how far it got: the words it has for a
   * database that is away, breaks off, is too busy or starts up.
   */
  private static final Pattern UNAVAILABLE =
      Pattern.compile(
          "The database (cannot be reached|is too busy|failed)|Interrupted while waiting for");

  private static final Pattern EXISTS = Pattern.compile("already exists");
  private static final Pattern ABSENT =
      Pattern.compile("not found|does not exist|doesn't exist", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONFLICT = Pattern.compile("The table has been modified");

  private Answers() {}

  /** How the call ended that threw this; empty when no server should answer so. */
  static Optional<Outcome> outcome(TException e) {
    var text = String.valueOf(e.getMessage());
    if (e instanceof TTransportException || UNAVAILABLE.matcher(text).find()) {
      return Optional.of(new Unknown(e.getClass().getSimpleName() + ": " + text));
    }
    return reason(e, text).map(Refused::new);
  }

  private static Optional<Reason> reason(TException e, String text) {
    if (e instanceof AlreadyExistsException || EXISTS.matcher(text).find()) {
      return Optional.of(Reason.EXISTS);
    }
    if (CONFLICT.matcher(text).find() || e instanceof TxnAbortedException) {
      return Optional.of(Reason.CONFLICT);
    }
    boolean absent =
        e instanceof NoSuchObjectException
            || e instanceof UnknownDBException
            || e instanceof UnknownTableException
            || e instanceof NoSuchLockException
            || e instanceof NoSuchTxnException
            || ABSENT.matcher(text).find();
    return absent ? Optional.of(Reason.ABSENT) : Optional.empty();
  }
}
