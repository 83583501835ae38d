package io.propolis.crawlers.statistics;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/**
 * The values of one column in one group of rows, as far as they can be told without reading its
 * pages: of a chunk of nulls by the footer, of one whose pages all refer to a dictionary by the
 * dictionary. What asks for each value, as lengths do and numbers of true ones, cannot.
 */
record ParquetChunk(ColumnChunkMetaData chunk, ColumnDescriptor column) {
  /**
   * Takes in what is told. False when the pages have to be read.
   *
   * @param dictionaries of the group of rows
   */
  boolean summarise(ColumnSummary summary, DictionaryPageReadStore dictionaries)
      throws IOException {
    var statistics = chunk.getStatistics();
    if (statistics == null || !statistics.isNumNullsSet()) {
      return false;
    }
    long nulls = statistics.getNumNulls();
    if (nulls < chunk.getValueCount()
        && (summary.needsEachValue() || !summariseListed(summary, dictionaries))) {
      return false;
    }
    summary.addNulls(nulls);
    return true;
  }

  private boolean summariseListed(ColumnSummary summary, DictionaryPageReadStore dictionaries)
      throws IOException {
    var encodings = chunk.getEncodingStats();
    if (encodings == null
        || !encodings.hasDictionaryPages()
        || !encodings.hasDictionaryEncodedPages()
        || encodings.hasNonDictionaryEncodedPages()) {
      return false;
    }
    var page = dictionaries.readDictionaryPage(column);
    if (page == null) {
      return false;
    }
    var dictionary = page.getEncoding().initDictionary(column, page);
    var take = ParquetValue.taking(column.getPrimitiveType(), summary);
    for (int id = 0; id <= dictionary.getMaxId(); id++) {
      take.from(new ParquetValue.Listed(dictionary, id));
    }
    return true;
  }
}
