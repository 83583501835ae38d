package io.propolis.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Files of Parquet, ORC and Avro, one for each way in which the format packs its pages, written by
 * the format's own library: a thousand rows of {@code id}, from 0, and {@code name}.
 */
final class CodecFiles {
  static final int ROWS = 1000;
  static final long SUM = ROWS * (ROWS - 1) / 2;

  private static final List<CompressionCodecName> PARQUET =
      List.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private static final List<CompressionKind> ORC =
      List.of(
          CompressionKind.NONE,
          CompressionKind.ZLIB,
          CompressionKind.SNAPPY,
          CompressionKind.LZ4,
          CompressionKind.ZSTD);

  private static final Map<String, CodecFactory> AVRO =
      Map.of(
          "null", CodecFactory.nullCodec(),
          "deflate", CodecFactory.deflateCodec(6),
          "snappy", CodecFactory.snappyCodec(),
          "zstandard", CodecFactory.zstandardCodec(3),
          "bzip2", CodecFactory.bzip2Codec());

  private CodecFiles() {}

  /** Writes all below a folder; the names of their folders. */
  static Set<String> write(Path lake) throws IOException {
    var names = new TreeSet<String>();
    for (var codec : PARQUET) {
      names.add("parquet_" + codec.name().toLowerCase(Locale.ROOT));
      parquet(file(lake, "parquet_" + codec.name()), codec);
    }
    for (var codec : ORC) {
      names.add("orc_" + codec.name().toLowerCase(Locale.ROOT));
      orc(file(lake, "orc_" + codec.name()), codec);
    }
    for (var codec : AVRO.entrySet()) {
      names.add("avro_" + codec.getKey());
      avro(file(lake, "avro_" + codec.getKey()), codec.getValue());
    }
    return names;
  }

  private static Path file(Path lake, String table) throws IOException {
    var folder = Files.createDirectories(lake.resolve(table.toLowerCase(Locale.ROOT)));
    return folder.resolve("part-0");
  }

  private static String name(int id) {
    return "name of " + id % 10;
  }

  private static void parquet(Path file, CompressionCodecName codec) throws IOException {
    var schema =
        MessageTypeParser.parseMessageType(
            "message m { required int64 id; required binary name (STRING); }");
    var groups = new SimpleGroupFactory(schema);
    try (var writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(schema)
            .withCompressionCodec(codec)
            .build()) {
      for (int id = 0; id < ROWS; id++) {
        writer.write(groups.newGroup().append("id", (long) id).append("name", name(id)));
      }
    }
  }

  private static void orc(Path file, CompressionKind codec) throws IOException {
    var schema = TypeDescription.fromString("struct<id:bigint,name:string>");
    var options = OrcFile.writerOptions(new Configuration()).setSchema(schema).compress(codec);
    try (var writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(file.toUri()), options)) {
      var batch = schema.createRowBatch(ROWS);
      for (int id = 0; id < ROWS; id++) {
        ((LongColumnVector) batch.cols[0]).vector[id] = id;
        var bytes = name(id).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ((BytesColumnVector) batch.cols[1]).setRef(id, bytes, 0, bytes.length);
      }
      batch.size = ROWS;
      writer.addRowBatch(batch);
    }
  }

  private static void avro(Path file, CodecFactory codec) throws IOException {
    var schema =
        SchemaBuilder.record("r").fields().requiredLong("id").requiredString("name").endRecord();
    try (var writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))
            .setCodec(codec)
            .create(schema, file.toFile())) {
      for (int id = 0; id < ROWS; id++) {
        writer.append(
            new GenericRecordBuilder(schema).set("id", (long) id).set("name", name(id)).build());
      }
    }
  }
}
