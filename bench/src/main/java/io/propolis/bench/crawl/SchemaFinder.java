package io.propolis.bench.crawl;

import java.io.IOException;

/** Somebody who says which columns files have, started and ready. */
interface SchemaFinder {
  /** As the tables and the JSON name it. */
  String label();

  FoundSchema find(TextFiles files) throws IOException;
}
