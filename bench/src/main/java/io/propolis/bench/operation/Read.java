package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.Fixture;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/**
 * Calls whose replies keep their lengths. The first reply to each is parsed and what it holds is
 * counted; the later ones are read whole, as bytes.
 *
 * @param calls what a worker asks for in turn
 */
public record Read(
    String key,
    String title,
    int mostThreads,
    List<Fixture> fixtures,
    List<EmptyPeer> emptyPeers,
    Calls calls)
    implements Operation {

  /** The calls of client number 0, 1, 2 … */
  @FunctionalInterface
  public interface Calls {
    List<Call<?>> of(Site site, int client) throws TException;
  }

  /**
   * A request and what to expect of its reply.
   *
   * @param result makes the generated {@code method_result} object
   * @param found how many things the reply holds
   */
  public record Call<R extends TBase<?, ?>>(
      Request request, Supplier<R> result, ToIntFunction<R> found, int expected) {

    /** Makes the call and returns the length of the reply. */
    int check(Connection connection, Contender contender) throws IOException, TException {
      var answer = result.get();
      int length = connection.ask(request, answer);
      int count = found.applyAsInt(answer);
      if (count != expected) {
        throw new IllegalStateException(
            "%s answered %s with %d instead of %d: %.500s"
                .formatted(contender.label(), request.method(), count, expected, answer));
      }
      return length;
    }
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var connection = new Connection(site.thriftPort());
    return new Reader(connection, site.contender(), calls.of(site, number));
  }

  private static final class Reader extends ThriftWorker {
    private final Contender contender;
    private final List<Call<?>> calls;

    /** Where each reply is read into, once its length is known. */
    private final byte[][] replies;

    Reader(Connection connection, Contender contender, List<Call<?>> calls) {
      super(connection);
      this.contender = contender;
      this.calls = calls;
      this.replies = new byte[calls.size()][];
    }

    @Override
    public void run(int step, int index) throws IOException, TException {
      int number = index % calls.size();
      if (replies[number] == null) {
        // In the warm-up; a server so slow that this one is measured hides what parsing costs.
        replies[number] = new byte[calls.get(number).check(connection(), contender)];
      } else {
        connection().run(calls.get(number).request(), replies[number]);
      }
    }
  }
}
