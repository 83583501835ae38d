package io.propolis.thrift.wire;

/** The result struct of one call, ready to be written. */
@FunctionalInterface
public interface Reply {
  /**
   * Writes the whole struct. A long reply is written while it is made; where its length has to be
   * known before, it is written twice, and both times must be the same.
   *
   * @throws io.propolis.catalog.CatalogException what becomes an error reply as long as nothing has
   *     been sent, and ends the connection after that
   */
  void write(ReplyWriter out);
}
