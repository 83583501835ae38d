package io.propolis.bench.operation;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.thrift.TException;

/** One client of one server, for one operation. */
public interface Worker extends AutoCloseable {
  /** Makes ready what the call needs on this side; not measured. */
  default void prepare(int step, int index) {
    // Most have everything ready from the start.
  }

  /**
   * The call, or the calls that make up one operation; this is measured.
   *
   * @param step which of the operation's steps
   * @param index 0, 1, 2 … within a round; the same indexes come again in the next step and round
   */
  void run(int step, int index) throws IOException, TException, SQLException;

  /** Bytes of requests so far. */
  long sent();

  /** Bytes of replies so far. */
  long received();

  @Override
  void close() throws IOException, SQLException;
}
