package io.propolis.bench.run;

import java.util.Map;

/**
 * What was measured of one contender in one round.
 *
 * @param calls operations made by all clients
 * @param medianMicros the time that the operation took in the middle
 * @param p99Micros and that 99 of 100 did not exceed
 * @param callsPerSecond of all clients together
 * @param serverCpuMicros processor time of the server's process for each operation
 * @param databaseCpuMicros the same of the database's processes; 0 without a shared one
 * @param sentBytes of the requests of one operation
 * @param receivedBytes of its replies
 * @param counted how much the server's own counters grew, by name, for each operation
 */
public record Round(
    int calls,
    double medianMicros,
    double p99Micros,
    double callsPerSecond,
    double serverCpuMicros,
    double databaseCpuMicros,
    double sentBytes,
    double receivedBytes,
    Map<String, Double> counted) {}
