package io.propolis.crawlers.formats;

import static io.propolis.crawlers.schema.StoredTypes.constant;
import static io.propolis.crawlers.schema.StoredTypes.optional;
import static io.propolis.crawlers.schema.StoredTypes.text;
import static io.propolis.crawlers.schema.StoredTypes.writeConstant;
import static io.propolis.crawlers.schema.StoredTypes.writeOptional;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.GrokPattern;
import io.propolis.crawlers.formats.FileSchema.JsonForm;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.StoredTypes;
import io.propolis.inference.TypeAccumulator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was read of files as bytes, so that files that stay as they are need not be read again. Only
 * the same version of the crawlers reads them back.
 */
public final class StoredFiles {
  /** To be raised with every change of what is written, or of what files are found to say. */
  public static final int VERSION = 5;

  private StoredFiles() {}

  public static void write(ClassifiedFile file, DataOutput out) throws IOException {
    writeSchema(file.schema(), out);
    StoredTypes.write(file.classifier(), out);
    out.writeDouble(file.certainty());
    StoredTypes.writeTexts(file.notices(), out);
  }

  /** Throws IOException for bytes of another version. */
  public static ClassifiedFile read(DataInput in) throws IOException {
    return new ClassifiedFile(schema(in), text(in), in.readDouble(), StoredTypes.texts(in));
  }

  private static void writeSchema(FileSchema schema, DataOutput out) throws IOException {
    if (schema instanceof FileSchema.Footer footer) {
      out.writeByte(0);
      writeConstant(footer.format(), out);
      StoredTypes.write(footer.columns(), out);
      out.writeLong(footer.rows().orElse(-1));
      out.writeLong(footer.averageRowBytes());
      StoredFacts.write(footer.facts(), out);
    } else if (schema instanceof FileSchema.Avro avro) {
      out.writeByte(1);
      StoredTypes.write(avro.columns(), out);
      StoredTypes.write(avro.schema(), out);
    } else if (schema instanceof FileSchema.Json json) {
      out.writeByte(2);
      writeConstant(json.compression(), out);
      StoredTypes.write(json.classification(), out);
      writeConstant(json.form(), out);
      writeOptional(json.path(), out);
      json.shape().write(out);
      writeEncoding(json.encoding(), out);
      out.writeLong(json.averageRowBytes());
    } else if (schema instanceof FileSchema.Tree tree) {
      out.writeByte(3);
      writeConstant(tree.format(), out);
      writeConstant(tree.compression(), out);
      StoredTypes.write(tree.classification(), out);
      writeOptional(tree.rowTag(), out);
      tree.shape().write(out);
      out.writeLong(tree.averageRowBytes());
    } else if (schema instanceof FileSchema.Csv csv) {
      out.writeByte(4);
      writeConstant(csv.compression(), out);
      writeSample(csv.sample(), out);
      writeEncoding(csv.encoding(), out);
      out.writeLong(csv.averageRowBytes());
    } else if (schema instanceof FileSchema.Matched matched) {
      out.writeByte(5);
      writeConstant(matched.compression(), out);
      writeGrok(matched.grok(), out);
      out.writeLong(matched.averageRowBytes());
    } else {
      throw new IllegalArgumentException("No bytes for " + schema.getClass());
    }
  }

  private static FileSchema schema(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 ->
          new FileSchema.Footer(
              constant(FileFormat.values(), in),
              StoredTypes.fields(in),
              rows(in),
              in.readLong(),
              StoredFacts.read(in));
      case 1 -> new FileSchema.Avro(StoredTypes.fields(in), text(in));
      case 2 ->
          new FileSchema.Json(
              compression(in),
              text(in),
              constant(JsonForm.values(), in),
              optional(in),
              ValueShape.read(in),
              encoding(in),
              in.readLong());
      case 3 ->
          new FileSchema.Tree(
              constant(FileFormat.values(), in),
              compression(in),
              text(in),
              optional(in),
              ValueShape.read(in),
              in.readLong());
      case 4 -> new FileSchema.Csv(compression(in), sample(in), encoding(in), in.readLong());
      case 5 -> new FileSchema.Matched(compression(in), grok(in), in.readLong());
      default -> throw new IOException("A file of another version: " + kind);
    };
  }

  private static OptionalLong rows(DataInput in) throws IOException {
    long rows = in.readLong();
    return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
  }

  private static Compression compression(DataInput in) throws IOException {
    return constant(Compression.values(), in);
  }

  private static void writeEncoding(TextEncoding encoding, DataOutput out) throws IOException {
    out.writeUTF(encoding.charset().name());
    out.writeByte(encoding.mark());
  }

  private static TextEncoding encoding(DataInput in) throws IOException {
    return new TextEncoding(Charset.forName(in.readUTF()), in.readUnsignedByte());
  }

  private static void writeSample(CsvSample sample, DataOutput out) throws IOException {
    out.writeChar(sample.delimiter());
    StoredTypes.writeTexts(sample.first(), out);
    out.writeInt(sample.cells().size());
    for (var cell : sample.cells()) {
      cell.write(out);
    }
    writeConstant(sample.quoting(), out);
    writeConstant(sample.quotesWithin(), out);
    out.writeBoolean(sample.hasNullMark());
    out.writeLong(sample.records());
    writeClassifier(sample.classifier(), out);
    out.writeInt(sample.preamble());
    out.writeBoolean(sample.hasRemarks());
    out.writeLong(sample.remarksBetween());
    StoredTypes.write(sample.origin(), out);
  }

  private static CsvSample sample(DataInput in) throws IOException {
    return new CsvSample(
        in.readChar(),
        StoredTypes.texts(in),
        cells(in),
        constant(CsvSample.Quoting.values(), in),
        constant(CsvSample.Within.values(), in),
        in.readBoolean(),
        in.readLong(),
        classifier(in),
        in.readInt(),
        in.readBoolean(),
        in.readLong(),
        text(in));
  }

  private static List<TypeAccumulator> cells(DataInput in) throws IOException {
    var cells = new ArrayList<TypeAccumulator>();
    for (int left = in.readInt(); left > 0; left--) {
      cells.add(TypeAccumulator.read(in));
    }
    return cells;
  }

  private static void writeClassifier(Classifier.@Nullable Csv csv, DataOutput out)
      throws IOException {
    out.writeBoolean(csv != null);
    if (csv != null) {
      StoredTypes.write(csv.name(), out);
      writeCharacter(csv.delimiter(), out);
      writeCharacter(csv.quote(), out);
      writeConstant(csv.header(), out);
      StoredTypes.writeTexts(csv.columns(), out);
      out.writeBoolean(csv.allowSingleColumn());
      out.writeInt(csv.datatypes().size());
      for (var type : csv.datatypes()) {
        writeConstant(type, out);
      }
      writeConstant(csv.serDe(), out);
    }
  }

  private static Classifier.@Nullable Csv classifier(DataInput in) throws IOException {
    return in.readBoolean()
        ? new Classifier.Csv(
            text(in),
            character(in),
            character(in),
            constant(Classifier.Header.values(), in),
            StoredTypes.texts(in),
            in.readBoolean(),
            datatypes(in),
            constant(Classifier.SerDe.values(), in))
        : null;
  }

  private static List<Classifier.Datatype> datatypes(DataInput in) throws IOException {
    var types = new ArrayList<Classifier.Datatype>();
    for (int left = in.readInt(); left > 0; left--) {
      types.add(constant(Classifier.Datatype.values(), in));
    }
    return types;
  }

  private static void writeCharacter(@Nullable Character character, DataOutput out)
      throws IOException {
    writeOptional(character == null ? null : character.toString(), out);
  }

  private static @Nullable Character character(DataInput in) throws IOException {
    var text = optional(in);
    return text == null ? null : text.charAt(0);
  }

  private static void writeGrok(Classifier.Grok grok, DataOutput out) throws IOException {
    StoredTypes.write(grok.name(), out);
    StoredTypes.write(grok.classification(), out);
    StoredTypes.write(grok.pattern().regex().pattern(), out);
    out.writeInt(grok.pattern().regex().flags());
    out.writeInt(grok.pattern().fields().size());
    for (var field : grok.pattern().fields()) {
      StoredTypes.write(field.name(), out);
      StoredTypes.write(field.type(), out);
    }
  }

  private static Classifier.Grok grok(DataInput in) throws IOException {
    var name = text(in);
    var classification = text(in);
    var regex = Pattern.compile(text(in), in.readInt());
    var fields = new ArrayList<GrokPattern.Field>();
    for (int left = in.readInt(); left > 0; left--) {
      fields.add(new GrokPattern.Field(text(in), (Primitive) StoredTypes.read(in)));
    }
    return new Classifier.Grok(name, classification, new GrokPattern(regex, fields));
  }
}
