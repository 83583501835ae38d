package io.propolis.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/** Several connections to one server that make the same call at the same time. */
final class Clients implements AutoCloseable {
  private final List<RawCall> calls;
  private final ExecutorService threads;

  private Clients(List<RawCall> calls) {
    this.calls = calls;
    this.threads = Executors.newFixedThreadPool(calls.size());
  }

  static Clients open(int clients, int port, String method, TBase<?, ?> arguments)
      throws IOException, TException {
    var calls = new ArrayList<RawCall>();
    for (int i = 0; i < clients; i++) {
      calls.add(new RawCall(port, method, arguments));
    }
    return new Clients(calls);
  }

  /** Each client makes that many calls; the time all took, divided by the calls of all. */
  double microsPerCall(int callsPerClient) throws InterruptedException {
    var work = new ArrayList<Callable<Void>>();
    for (var call : calls) {
      work.add(
          () -> {
            for (int i = 0; i < callsPerClient; i++) {
              call.run();
            }
            return null;
          });
    }
    long started = System.nanoTime();
    for (var done : threads.invokeAll(work)) {
      try {
        done.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("A call failed", e.getCause());
      }
    }
    return (System.nanoTime() - started) / 1e3 / callsPerClient / calls.size();
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (var call : calls) {
      call.close();
    }
  }
}
