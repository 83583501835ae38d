package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.ContentClassifier.Recognised;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the format of a file by its content, and reads what it says about its rows. Classifiers are
 * asked in Glue's order, custom ones first: the first that is certain is believed, otherwise the
 * one that is most so.
 */
public final class FormatReader {
  /** What is of none of the formats before, and known all the same, so that people are told. */
  private static final List<Magic> FOREIGN =
      List.of(
          Magic.XZ,
          Magic.SQLITE,
          Magic.PDF,
          Magic.SEVEN_ZIP,
          Magic.RAR,
          Magic.PNG,
          Magic.JPEG,
          Magic.GIF,
          Magic.HDF5,
          Magic.SEQUENCE_FILE,
          Magic.RC_FILE,
          Magic.ARROW,
          Magic.PARQUET_ENCRYPTED);

  /** Formats in which a broken file is known for what it is. */
  private static final List<ContentClassifier> STRUCTURED =
      List.of(new JsonText(), new BsonDocuments(), new XmlRows(), new IonValues());

  /** Formats of lines, the least certain ones. */
  private static final List<ContentClassifier> LINES =
      Stream.concat(
              Stream.concat(Stream.of(new ExtendedLog()), LogLines.BUILT_IN.stream()),
              Stream.of(new DelimitedText()))
          .toList();

  /** Bytes of all heads of text together, where that suffices. */
  private static final long HEADS = 16 << 20;

  private final Lake lake;
  private final List<ContentClassifier> custom;

  public FormatReader(Lake lake) {
    this(lake, List.of());
  }

  /**
   * A reader.
   *
   * @param classifiers asked about text before it is looked at otherwise, in this order
   */
  public FormatReader(Lake lake, List<Classifier> classifiers) {
    this.lake = lake;
    this.custom = classifiers.stream().<ContentClassifier>map(CustomClassifier::new).toList();
  }

  /** Names of the built-in classifiers, in the order in which they are asked. */
  public static List<String> builtIn() {
    return Stream.of(
            Stream.of(FooterClassifiers.values()).map(f -> f.name().toLowerCase(Locale.ROOT)),
            STRUCTURED.stream().map(ContentClassifier::name),
            LINES.stream().map(ContentClassifier::name))
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  /** Reads a footer, a header or a sample, as that of one of few files. */
  public ClassifiedFile read(FileEntry entry) throws IOException {
    return read(entry, 1);
  }

  /**
   * Reads a footer, a header or a sample. Samples are the shorter the more there are of them: what
   * all of them say counts.
   *
   * @param samples how many are read with it
   * @throws UnreadableFileException when the file is damaged or of no known format
   * @throws IOException when storage fails
   */
  public ClassifiedFile read(FileEntry entry, long samples) throws IOException {
    int head = (int) Math.max(Content.SHORT_HEAD, Math.min(Content.HEAD, HEADS / samples));
    try (var file = lake.open(entry)) {
      return read(HeadedFile.of(file), head);
    }
  }

  private ClassifiedFile read(HeadedFile file, int head) throws IOException {
    var format = FooterClassifiers.of(file.head());
    if (format.isPresent()) {
      var schema = format.get().schema(file);
      return new ClassifiedFile(schema, schema.format().classification(), 1.0, List.of());
    }
    return Content.with(file, head, this::read);
  }

  private ClassifiedFile read(Content content) throws IOException {
    var head = content.head();
    var inner = FooterClassifiers.of(head);
    if (inner.isPresent()) {
      throw new UnreadableFileException(
          "it is %s packed as %s; engines read such files only as they are"
              .formatted(inner.get(), content.compression().described()));
    }
    for (var foreign : FOREIGN) {
      if (foreign.isAt(head, 0)) {
        throw new UnreadableFileException("it is " + foreign + ", which crawlers do not read");
      }
    }
    if (head.length > 262
        && new String(head, 257, 5, java.nio.charset.StandardCharsets.US_ASCII).equals("ustar")) {
      throw new UnreadableFileException("it is a TAR archive, which crawlers do not read");
    }
    var found = Magic.isBinary(head) ? binary(content) : text(content);
    var notices = new ArrayList<>(found.notices());
    content.compression().pitfall(content.file().location()).ifPresent(notices::add);
    notices.addAll(Packed.notices(content.file(), content.compression()));
    return new ClassifiedFile(found.schema(), found.classifier(), found.certainty(), notices);
  }

  private static Recognised binary(Content content) throws IOException {
    for (var classifier : List.of(new BsonDocuments(), new IonValues())) {
      var found = classifier.classify(content);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new UnreadableFileException("it is binary and of no known format");
  }

  private Recognised text(Content content) throws IOException {
    if (content.text().isBlank()) {
      throw new UnreadableFileException("it holds nothing but blanks");
    }
    for (var classifier : custom) {
      var found = classifier.classify(content);
      if (found.isPresent()) {
        return found.get();
      }
    }
    var structured = structured(content);
    return structured.isPresent() ? structured.get() : lines(content);
  }

  /** What begins as JSON may be Ion; when it is neither, it is broken JSON. */
  private static Optional<Recognised> structured(Content content) throws IOException {
    UnreadableFileException refusal = null;
    for (var classifier : STRUCTURED) {
      try {
        var found = classifier.classify(content);
        if (found.isPresent()) {
          return found;
        }
      } catch (UnreadableFileException e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return Optional.empty();
  }

  private static Recognised lines(Content content) throws IOException {
    Recognised best = null;
    for (var classifier : LINES) {
      try {
        var found = classifier.classify(content).orElse(null);
        if (found != null && (best == null || found.certainty() > best.certainty())) {
          best = found;
        }
      } catch (UnreadableFileException e) {
        if (best == null) {
          throw e;
        }
      }
      if (best != null && best.certainty() == 1.0) {
        return best;
      }
    }
    if (best == null) {
      throw new UnreadableFileException("it is text without a recurring structure");
    }
    return best;
  }
}
