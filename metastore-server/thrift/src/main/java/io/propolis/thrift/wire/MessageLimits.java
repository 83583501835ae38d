package io.propolis.thrift.wire;

import org.apache.thrift.TConfiguration;

/**
 * How long messages may be.
 *
 * @param requests bounds those that are read, and how deep their values nest
 * @param replyBytes the longest reply that is sent; {@link #ANY_REPLY} for what Thrift can carry
 */
record MessageLimits(TConfiguration requests, int replyBytes) {
  static final int ANY_REPLY = Integer.MAX_VALUE;

  /** Deeper than any struct of the API; what a client nests deeper is garbage. */
  static final int MAX_DEPTH = 64;

  /** In bytes. */
  static MessageLimits of(int requestBytes, int replyBytes) {
    return new MessageLimits(new TConfiguration(requestBytes, requestBytes, MAX_DEPTH), replyBytes);
  }

  int requestBytes() {
    return requests.getMaxMessageSize();
  }
}
