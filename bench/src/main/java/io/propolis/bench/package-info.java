/**
 * Measurements anyone can repeat: {@code ./propolis bench}. Rounds of the server and its peers
 * alternate within one run, so that a noisy machine disturbs both alike; results are medians.
 */
package io.propolis.bench;
