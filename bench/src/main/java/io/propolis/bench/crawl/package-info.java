/** Crawls of ours beside Spark's and DuckDB's ways to find schemas, files and partitions. */
@org.jspecify.annotations.NullMarked
package io.propolis.bench.crawl;
