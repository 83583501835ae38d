package io.propolis.bench.run;

/**
 * How long everything is measured.
 *
 * @param rounds of each contender, alternating
 * @param roundSeconds for which the clients call in a round; each calls at least once
 * @param warmUpSeconds before the first round, not measured, at most
 */
public record Pace(int rounds, double roundSeconds, double warmUpSeconds) {}
