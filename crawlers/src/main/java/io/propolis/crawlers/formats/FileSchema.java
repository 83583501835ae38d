package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.statistics.FooterFacts;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one file says about the rows in it. */
public sealed interface FileSchema {
  FileFormat format();

  Compression compression();

  /** Top-level columns as far as this file alone tells. */
  List<Field> columns();

  /** Rows of the file, when they are counted without reading it. */
  OptionalLong rows();

  /** Bytes of an average row on storage, 0 when unknown. */
  long averageRowBytes();

  /**
   * From the footer of a Parquet or ORC file.
   *
   * @param facts what it says about the values
   */
  record Footer(
      FileFormat format,
      List<Field> columns,
      OptionalLong rows,
      long averageRowBytes,
      FooterFacts facts)
      implements FileSchema {
    public Footer {
      columns = List.copyOf(columns);
    }

    @Override
    public Compression compression() {
      return Compression.NONE;
    }
  }

  /**
   * From the header of an Avro file.
   *
   * @param schema the writer's, as JSON
   */
  record Avro(List<Field> columns, String schema) implements FileSchema {
    public Avro {
      columns = List.copyOf(columns);
    }

    @Override
    public FileFormat format() {
      return FileFormat.AVRO;
    }

    @Override
    public Compression compression() {
      return Compression.NONE;
    }

    @Override
    public OptionalLong rows() {
      return OptionalLong.empty();
    }

    @Override
    public long averageRowBytes() {
      return 0;
    }
  }

  /** How rows lie in a JSON file. */
  enum JsonForm {
    /** Each on a line of its own. */
    LINES,
    /** As the elements of one array. */
    ARRAY,
    /** One, over several lines. */
    DOCUMENT,
    /** Where a path leads to. */
    PATH
  }

  /**
   * From sampled rows of JSON.
   *
   * @param classification {@code json}, or what kind of it
   * @param path Glue's JsonPath, when a custom classifier has one
   */
  record Json(
      Compression compression,
      String classification,
      JsonForm form,
      @Nullable String path,
      ValueShape shape,
      TextEncoding encoding,
      long averageRowBytes)
      implements FileSchema {
    @Override
    public FileFormat format() {
      return FileFormat.JSON;
    }

    @Override
    public List<Field> columns() {
      return shape.fields();
    }

    @Override
    public OptionalLong rows() {
      return OptionalLong.empty();
    }
  }

  /**
   * From sampled rows of another format whose values are trees.
   *
   * @param rowTag the element that is a row, of XML only
   */
  record Tree(
      FileFormat format,
      Compression compression,
      String classification,
      @Nullable String rowTag,
      ValueShape shape,
      long averageRowBytes)
      implements FileSchema {
    @Override
    public List<Field> columns() {
      return shape.fields();
    }

    @Override
    public OptionalLong rows() {
      return OptionalLong.empty();
    }
  }

  /** From sampled records of a delimited file. */
  record Csv(Compression compression, CsvSample sample, TextEncoding encoding, long averageRowBytes)
      implements FileSchema {
    @Override
    public FileFormat format() {
      return FileFormat.CSV;
    }

    @Override
    public List<Field> columns() {
      return sample.columns();
    }

    @Override
    public OptionalLong rows() {
      return OptionalLong.empty();
    }
  }

  /** From lines that a pattern matches. */
  record Matched(Compression compression, Classifier.Grok grok, long averageRowBytes)
      implements FileSchema {
    @Override
    public FileFormat format() {
      return FileFormat.GROK;
    }

    @Override
    public List<Field> columns() {
      return grok.pattern().fields().stream().map(f -> new Field(f.name(), f.type())).toList();
    }

    @Override
    public OptionalLong rows() {
      return OptionalLong.empty();
    }
  }
}
