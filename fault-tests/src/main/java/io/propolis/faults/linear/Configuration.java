package io.propolis.faults.linear;

import java.util.BitSet;

/**
 * One explanation of a history up to some moment.
 *
 * @param done slots of the pending calls that have had their effect; not to be changed
 */
record Configuration<S>(S state, BitSet done) {
  Configuration<S> with(S newState, int slot) {
    var more = (BitSet) done.clone();
    more.set(slot);
    return new Configuration<>(newState, more);
  }

  Configuration<S> without(int slot) {
    var fewer = (BitSet) done.clone();
    fewer.clear(slot);
    return new Configuration<>(state, fewer);
  }

  /**
   * Whether everything that can follow the other, in the same state, can follow this too: fewer
   * calls of unknown outcome are used up, more reads are through, and of the writes, which each
   * have yet to take effect or have taken it, the same.
   */
  boolean covers(Configuration<S> other, BitSet unknown, BitSet reads) {
    var differing = (BitSet) done.clone();
    differing.xor(other.done);
    for (int slot = differing.nextSetBit(0); slot >= 0; slot = differing.nextSetBit(slot + 1)) {
      boolean better = done.get(slot) ? reads.get(slot) : unknown.get(slot);
      if (!better) {
        return false;
      }
    }
    return true;
  }
}
