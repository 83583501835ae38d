package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks a user's classifier. What it does not recognise is left to the others. */
record CustomClassifier(Classifier classifier) implements ContentClassifier {
  @Override
  public String name() {
    return classifier.name();
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    try {
      return recognised(content)
          .map(found -> new Recognised(found.schema(), name(), found.certainty(), found.notices()));
    } catch (LongRowException e) {
      throw e;
    } catch (UnreadableFileException e) {
      return Optional.empty();
    }
  }

  private Optional<Recognised> recognised(Content content) throws IOException {
    if (classifier instanceof Classifier.Csv csv) {
      return Optional.of(
          new Recognised(DelimitedText.read(content.text(), csv), name(), 1.0, List.of()));
    }
    if (classifier instanceof Classifier.Json json) {
      if (json.path().equals("$")) {
        return new JsonText().classify(content);
      }
      return JsonText.atPath(content.text(), json.path());
    }
    if (classifier instanceof Classifier.Xml xml) {
      return new XmlRows(xml.rowTag(), xml.classification()).classify(content);
    }
    return LogLines.of((Classifier.Grok) classifier).classify(content);
  }
}
