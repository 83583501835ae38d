package io.propolis.bench.run;

import io.propolis.bench.machine.ProcessTree;
import io.propolis.bench.server.DatabaseServer;
import io.propolis.bench.server.ServerMetrics;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a contender has used so far, or between two moments.
 *
 * @param counters what the server itself counts; empty for a peer
 */
record Usage(double serverSeconds, double databaseSeconds, Map<String, Double> counters) {

  static Usage of(Site site) throws IOException, InterruptedException {
    var metrics = site.ownMetrics();
    var all = metrics.isPresent() ? metrics.get().read() : Map.<String, Double>of();
    var counters = new HashMap<String, Double>();
    for (var name : ServerMetrics.COUNTERS) {
      if (all.containsKey(name)) {
        counters.put(name, all.get(name));
      }
    }
    return new Usage(
        site.tree().cpuSeconds(),
        site.sharedDatabase().map(DatabaseServer::tree).map(ProcessTree::cpuSeconds).orElse(0.0),
        counters);
  }

  Usage since(Usage before) {
    var grown = new HashMap<String, Double>();
    counters.forEach(
        (name, value) -> grown.put(name, value - before.counters.getOrDefault(name, 0.0)));
    return new Usage(
        serverSeconds - before.serverSeconds, databaseSeconds - before.databaseSeconds, grown);
  }
}
