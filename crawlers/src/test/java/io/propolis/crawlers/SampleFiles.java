package io.propolis.crawlers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;

/** Makes files of every format with the formats' own writers. */
public final class SampleFiles {
  private SampleFiles() {}

  public static Path text(Path file, String text) throws IOException {
    return bytes(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  public static Path gzip(Path file, String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return bytes(file, packed.toByteArray());
  }

  public static Path bytes(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** A Parquet file with {@code rows} rows of this message type, filled by {@code fill}. */
  public static Path parquet(Path file, String message, int rows, BiConsumer<Group, Integer> fill)
      throws IOException {
    Files.createDirectories(file.getParent());
    var type = MessageTypeParser.parseMessageType(message);
    var groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(type).build()) {
      for (int i = 0; i < rows; i++) {
        var group = groups.newGroup();
        fill.accept(group, i);
        writer.write(group);
      }
    }
    return file;
  }

  /** An ORC file of nulls with this schema. */
  public static Path orc(Path file, String schema, int rows) throws IOException {
    Files.createDirectories(file.getParent());
    var type = TypeDescription.fromString(schema);
    try (var writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(type))) {
      VectorizedRowBatch batch = type.createRowBatch();
      batch.size = rows;
      for (var column : batch.cols) {
        column.noNulls = false;
        column.isRepeating = true;
        column.isNull[0] = true;
      }
      writer.addRowBatch(batch);
    }
    return file;
  }

  /** An Avro file of records whose fields are all null or default. */
  public static Path avro(Path file, String schema, List<GenericRecord> records)
      throws IOException {
    Files.createDirectories(file.getParent());
    var parsed = new Schema.Parser().parse(schema);
    try (var writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(parsed))
            .create(parsed, file.toFile())) {
      for (var record : records) {
        writer.append(record);
      }
    }
    return file;
  }

  public static GenericRecord record(String schema) {
    return new GenericData.Record(new Schema.Parser().parse(schema));
  }
}
