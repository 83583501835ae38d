package io.propolis.thrift.wire;

import org.jspecify.annotations.Nullable;

/**
 * Answers a method from the catalog's records without making beans. The handler's method of the
 * same name is its twin: it answers when this does not, and tests hold both to the same bytes.
 */
@FunctionalInterface
public interface HotMethod {
  /**
   * The reply to a call; null when the plain handler has to answer. Errors are those of the plain
   * handler.
   *
   * @param arguments in the order of the IDL, null where the client sent none
   */
  @Nullable Reply answer(ClientSession client, @Nullable Object[] arguments);
}
