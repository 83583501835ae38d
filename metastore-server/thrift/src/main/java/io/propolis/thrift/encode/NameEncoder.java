package io.propolis.thrift.encode;

import io.propolis.catalog.PartitionList;
import io.propolis.thrift.wire.ReplyWriter;

/**
 * Writes the names of partitions. Those of a whole table are kept beside its index, when they are
 * not too many: engines ask for them again and again, and an index that changes is another one.
 *
 * <p>Hot: {@code bench} measures it with 100,000 names.
 */
public final class NameEncoder {
  /** Of all tables together, for each encoding. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /** More are written while they are read, and not kept. */
  private static final int MAX_NAMES = 200_000;

  private final Encoded<Object> whole = new Encoded<>(MAX_BYTES);

  /** A list of them. */
  public void write(PartitionList partitions, ReplyWriter writer) {
    var index = partitions.wholeOf();
    if (index.isEmpty() || partitions.size() > MAX_NAMES) {
      writeAnew(partitions, writer);
      return;
    }
    whole.write(
        index.get(),
        encoding -> ReplyWriter.bytes(encoding, each -> writeAnew(partitions, each)),
        writer);
  }

  private static void writeAnew(PartitionList partitions, ReplyWriter writer) {
    writer.beginTexts(partitions.size());
    partitions.forEachName(writer::text);
  }
}
