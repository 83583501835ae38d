package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.Classifier.Csv;
import io.propolis.crawlers.definition.Classifier.Header;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.inference.InferredType;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records of a delimited file. The first is kept apart: whether it is a header may show only when
 * other files are seen.
 *
 * @param delimiter between cells
 * @param first cells of the first record
 * @param cells types of the cells below, by column
 * @param quoting what quotes do in the records below the first
 * @param quotesWithin how quotes within quoted cells are written
 * @param hasNullMark whether {@code \N} stands for null
 * @param records how many were sampled, without the first
 * @param classifier what says how the file is read; absent when the crawler found it by itself
 * @param preamble lines in front of the first record
 * @param hasRemarks whether lines of {@code #} are no records, and all of the preamble is such
 * @param remarksBetween how many such lines stand between the records that were sampled
 * @param origin the file
 */
public record CsvSample(
    char delimiter,
    List<String> first,
    List<TypeAccumulator> cells,
    Quoting quoting,
    Within quotesWithin,
    boolean hasNullMark,
    long records,
    @Nullable Csv classifier,
    int preamble,
    boolean hasRemarks,
    long remarksBetween,
    String origin) {
  private static final int LONGEST_NAME = 150;

  public CsvSample {
    first = List.copyOf(first);
    cells = List.copyOf(cells);
  }

  /** What quotes do, from little to much. */
  public enum Quoting {
    /** No cell is quoted. */
    NONE,
    /** Some are. */
    QUOTED,
    /** A quoted cell spans lines. */
    MULTILINE
  }

  /** How a quote within a quoted cell is written. */
  public enum Within {
    /** No sampled cell has one. */
    UNSEEN,
    /** Twice, as RFC 4180 says. */
    TWICE,
    /** Behind a backslash. */
    ESCAPED
  }

  /** Whether the first record looks like names rather than data, as far as this file tells. */
  public boolean looksLikeHeader() {
    var said = header();
    if (said != Header.UNKNOWN) {
      return said == Header.PRESENT;
    }
    if (!couldBeHeader()) {
      return false;
    }
    for (var cell : cells) {
      var type = cell.type();
      if (type != InferredType.Scalar.STRING && type != InferredType.Scalar.UNKNOWN) {
        return true;
      }
    }
    return records > 0 && first.stream().allMatch(CsvSample::isIdentifier);
  }

  /** What the classifier says about a header. */
  Header header() {
    return classifier == null ? Header.UNKNOWN : classifier.header();
  }

  /** Whether nothing speaks against names: distinct texts, none of them a number or a date. */
  public boolean couldBeHeader() {
    if (header() != Header.UNKNOWN) {
      return header() == Header.PRESENT;
    }
    var distinct = new HashSet<String>();
    for (var cell : first) {
      var text = cell.strip();
      if (text.isEmpty() || text.length() >= LONGEST_NAME || !distinct.add(text) || isTyped(text)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTyped(String text) {
    var types = new TypeAccumulator(TextSource.CELL);
    types.add(text, "");
    return types.type() != InferredType.Scalar.STRING;
  }

  private static boolean isIdentifier(String cell) {
    var text = cell.strip();
    return Character.isLetter(text.charAt(0))
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_ .-/".indexOf(c) >= 0));
  }

  /** Columns as this file alone tells them. */
  public List<Field> columns() {
    return columns(looksLikeHeader());
  }

  /** Columns when the first record is, or is not, a header. */
  public List<Field> columns(boolean header) {
    var fields = new ArrayList<Field>();
    var taken = new HashSet<String>();
    for (int i = 0; i < cells.size(); i++) {
      var said = header && i < first.size() ? first.get(i).strip() : "";
      var name = said.isEmpty() ? "col" + i : said;
      // Cells are read by position: two columns whose names differ by case only stay two.
      for (int n = 1; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
        name = said + "_" + n;
      }
      fields.add(named(i, name, hive(types(i, header).type())));
    }
    return fields;
  }

  /** What was seen of a column when the first record is, or is not, a header. */
  TypeAccumulator types(int column, boolean header) {
    var types = new TypeAccumulator(TextSource.CELL);
    types.addAll(cells.get(column));
    if (!header && column < first.size()) {
      types.add(first.get(column), origin);
    }
    return types;
  }

  /** A column, as the classifier says where it does. */
  private Field named(int column, String found, HiveType type) {
    if (classifier == null) {
      return new Field(found, type);
    }
    return new Field(
        column < classifier.columns().size() ? classifier.columns().get(column) : found,
        column < classifier.datatypes().size() ? hive(classifier.datatypes().get(column)) : type);
  }

  private static HiveType hive(Classifier.Datatype type) {
    return switch (type) {
      case BINARY -> Primitive.BINARY;
      case BOOLEAN -> Primitive.BOOLEAN;
      case DATE -> Primitive.DATE;
      case DECIMAL -> new HiveType.Decimal(HiveType.Decimal.MAX_PRECISION, 18);
      case DOUBLE -> Primitive.DOUBLE;
      case FLOAT -> Primitive.FLOAT;
      case INT -> Primitive.INT;
      case LONG -> Primitive.BIGINT;
      case SHORT -> Primitive.SMALLINT;
      case STRING -> Primitive.STRING;
      case TIMESTAMP -> Primitive.TIMESTAMP;
    };
  }

  /** The Hive type of inferred text. */
  public static HiveType hive(InferredType type) {
    if (type instanceof InferredType.Decimal decimal) {
      return new HiveType.Decimal(decimal.precision(), decimal.scale());
    }
    return switch ((InferredType.Scalar) type) {
      case UNKNOWN -> Primitive.UNKNOWN;
      case BOOLEAN -> Primitive.BOOLEAN;
      case INT -> Primitive.INT;
      case BIGINT -> Primitive.BIGINT;
      case DOUBLE -> Primitive.DOUBLE;
      case DATE -> Primitive.DATE;
      case TIMESTAMP -> Primitive.TIMESTAMP;
      case STRING -> Primitive.STRING;
    };
  }
}
