package io.propolis.crawlers.definition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What says how files are read before the crawler looks by itself; one of Glue's four kinds. */
public sealed interface Classifier {
  String name();

  /**
   * Delimited text.
   *
   * @param delimiter absent to have it found
   * @param quote absent for the double quote
   * @param columns names of the columns, over those in a header; empty to have them found
   * @param allowSingleColumn whether text with one column counts
   * @param datatypes types of the columns in their order; empty to have them found
   */
  record Csv(
      String name,
      @Nullable Character delimiter,
      @Nullable Character quote,
      Header header,
      List<String> columns,
      boolean allowSingleColumn,
      List<Datatype> datatypes,
      SerDe serDe)
      implements Classifier {
    public Csv {
      columns = List.copyOf(columns);
      datatypes = List.copyOf(datatypes);
    }
  }

  /** Glue's ContainsHeader. */
  enum Header {
    UNKNOWN,
    PRESENT,
    ABSENT
  }

  /** Glue's CsvSerdeOption. */
  enum SerDe {
    FOUND,
    OPEN_CSV,
    LAZY_SIMPLE
  }

  /** Glue's CustomDatatypes. */
  enum Datatype {
    BINARY,
    BOOLEAN,
    DATE,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
    TIMESTAMP;

    static Datatype of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * JSON.
   *
   * @param path of the rows in a document
   */
  record Json(String name, String path) implements Classifier {
    /** The path of the elements of an array that is the whole document. */
    public static final String ELEMENTS = "$[*]";
  }

  /**
   * Lines that a pattern matches.
   *
   * @param classification of the tables
   */
  record Grok(String name, String classification, GrokPattern pattern) implements Classifier {}

  /**
   * XML.
   *
   * @param rowTag the element that is a row
   */
  record Xml(String name, String classification, @Nullable String rowTag) implements Classifier {}
}
