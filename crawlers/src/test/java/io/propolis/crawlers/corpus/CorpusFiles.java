package io.propolis.crawlers.corpus;

import com.amazon.ion.system.IonBinaryWriterBuilder;
import com.amazon.ion.system.IonReaderBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.PackedFiles;
import io.propolis.crawlers.SampleFiles;
import io.propolis.crawlers.formats.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Writes the corpus's files: text as it stands, or what one of the keys {@code text}, {@code hex},
 * {@code parquet}, {@code orc}, {@code avro}, {@code ion} and {@code bson} describes; then, where
 * said, in another {@code charset}, {@code repeat}ed, cut to {@code cut} bytes, and {@code packed}.
 */
final class CorpusFiles {
  private CorpusFiles() {}

  static void write(Path file, JsonNode described) throws Exception {
    Files.createDirectories(file.getParent());
    if (described.isTextual()) {
      Files.writeString(file, described.textValue());
    } else if (described.has("parquet")) {
      SampleFiles.parquet(file, described.path("parquet").asText(), 0, (group, row) -> {});
      changed(file, described);
    } else if (described.has("orc")) {
      SampleFiles.orc(file, described.path("orc").asText(), 1);
      changed(file, described);
    } else if (described.has("avro")) {
      SampleFiles.avro(file, described.path("avro").asText(), List.of());
      changed(file, described);
    } else {
      Files.write(file, packed(content(described), described));
    }
  }

  private static void changed(Path file, JsonNode described) throws IOException {
    Files.write(file, packed(Files.readAllBytes(file), described));
    try (var crumbs = Files.newDirectoryStream(file.getParent(), ".*.crc")) {
      for (var crumb : crumbs) {
        Files.delete(crumb);
      }
    }
  }

  private static byte[] content(JsonNode described) throws IOException {
    if (described.has("hex")) {
      return java.util.HexFormat.of().parseHex(described.path("hex").asText().replace(" ", ""));
    }
    if (described.has("ion")) {
      return ion(described.path("ion").asText());
    }
    if (described.has("bson")) {
      return bson(described.path("bson"));
    }
    var text = described.path("text").asText().repeat(described.path("repeat").asInt(1));
    return text.getBytes(Charset.forName(described.path("charset").asText("UTF-8")));
  }

  private static byte[] ion(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var reader = IonReaderBuilder.standard().build(text);
        var writer = IonBinaryWriterBuilder.standard().build(out)) {
      writer.writeValues(reader);
    }
    return out.toByteArray();
  }

  private static byte[] bson(JsonNode documents) {
    try (var out = new BasicOutputBuffer()) {
      for (var document : documents) {
        try (var writer = new BsonBinaryWriter(out)) {
          new BsonDocumentCodec()
              .encode(
                  writer, BsonDocument.parse(document.asText()), EncoderContext.builder().build());
        }
      }
      return out.toByteArray();
    }
  }

  private static byte[] packed(byte[] content, JsonNode described) throws IOException {
    var packed =
        described.has("packed")
            ? PackedFiles.pack(Compression.valueOf(described.path("packed").asText()), content)
            : content;
    return described.has("cut") ? Arrays.copyOf(packed, described.path("cut").asInt()) : packed;
  }
}
