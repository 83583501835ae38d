package io.propolis.thrift.wire;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * The buffers of large replies, each used by one reply after the other: made anew for each they
 * would be most of what the server allocates, and as long as half a region of its heap the garbage
 * collector treats them one by one.
 */
final class SpillBuffers {
  /**
   * Length of each. Long enough that sending it costs less than filling it, and short enough that
   * it stays in the processor's cache, and that the client reads while the next part is made.
   */
  static final int BYTES = 256 * 1024;

  /** As many as write at once on most machines; more are made when they do, and go again. */
  private static final int KEPT = 32;

  private static final ArrayBlockingQueue<byte[]> FREE = new ArrayBlockingQueue<>(KEPT);

  private SpillBuffers() {}

  static byte[] take() {
    var free = FREE.poll();
    return free == null ? new byte[BYTES] : free;
  }

  /** Nobody uses it any more. Buffers of another length are left to the garbage collector. */
  static void giveBack(byte[] buffer) {
    if (buffer.length == BYTES) {
      FREE.offer(buffer);
    }
  }
}
