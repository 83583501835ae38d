package io.propolis.catalog.store;

/** One transaction's repositories. Valid only within the work it was handed to. */
public interface Transaction {
  Catalogs catalogs();

  Databases databases();

  Tables tables();

  Partitions partitions();

  Functions functions();

  Statistics statistics();

  Constraints constraints();

  Changes changes();

  Locks locks();

  Runs runs();
}
