package io.propolis.iceberg.upkeep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.AvroSchemaUtil;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.data.avro.PlannedDataReader;
import org.jspecify.annotations.Nullable;

/** Rows as bytes, as Iceberg writes them in Avro. Used by one thread. */
final class RowBytes {
  private final DataWriter<Record> writer;
  private final PlannedDataReader<Record> reader;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
  private @Nullable BinaryDecoder decoder;
  private @Nullable Record last;

  RowBytes(Schema schema) {
    var avro = AvroSchemaUtil.convert(schema, "row");
    this.writer = DataWriter.create(avro);
    this.reader = PlannedDataReader.create(schema);
    reader.setSchema(avro);
  }

  byte[] of(Record row) throws IOException {
    bytes.reset();
    writer.write(row, encoder);
    return bytes.toByteArray();
  }

  /** The row; good until the next is read. */
  Record read(byte[] row) throws IOException {
    decoder = DecoderFactory.get().binaryDecoder(row, decoder);
    last = reader.read(last, decoder);
    return last;
  }
}
