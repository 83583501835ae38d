package io.propolis.server.api;

import io.propolis.server.api.ResourceFiles.Document;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a server say what files say. What the files do not name stays as it is. */
public final class Application {
  private final GlueClient glue;
  private final Mode mode;
  private @Nullable FileTags tags;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  /** Whether anything is written. */
  public enum Mode {
    WRITE,
    LOOK
  }

  /** What becomes of a document. */
  public enum Outcome {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  public Application(GlueClient glue, Mode mode) {
    this.glue = glue;
    this.mode = mode;
  }

  /**
   * Applies all documents of all files, those that others name before these. Nothing is sent before
   * all files are read.
   *
   * @param told is told what became of each ("crawler nightly")
   */
  public void apply(List<Path> files, BiConsumer<String, Outcome> told) {
    files.stream().flatMap(file -> ResourceFiles.read(file).stream()).toList().stream()
        .sorted(Comparator.comparing(document -> FileKind.ALL.indexOf(document.kind())))
        .forEach(
            document -> {
              var outcome = apply(document);
              counts.merge(outcome, 1, Integer::sum);
              told.accept(document.toString(), outcome);
            });
  }

  /** How many documents became so. */
  public int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  private Outcome apply(Document document) {
    var kind = document.kind();
    var current = kind.current(glue, document.content());
    if (current.isEmpty()) {
      if (mode == Mode.WRITE) {
        kind.create(glue, document.content());
      }
      return Outcome.CREATED;
    }
    var wanted = document.content().deepCopy();
    kind.request(wanted).remove("Tags");
    boolean isSaid = Said.holds(current.get(), wanted);
    boolean isTagged = tags().hold(kind, document.content());
    if (mode == Mode.WRITE && !isSaid) {
      kind.update(glue, current.get(), wanted);
    }
    if (mode == Mode.WRITE && !isTagged) {
      tags().put(kind, document.content());
    }
    return isSaid && isTagged ? Outcome.UNCHANGED : Outcome.UPDATED;
  }

  private FileTags tags() {
    if (tags == null) {
      tags = new FileTags(glue);
    }
    return tags;
  }

  /** All that a server has, each handed over as its name and YAML. */
  public static void export(GlueClient glue, BiConsumer<String, String> taker) {
    ResourceFiles.all(glue)
        .forEach(each -> taker.accept(each.toString(), ResourceFiles.text(each)));
  }

  /** The same, written into a folder; each file is handed over as its name and place. */
  public static void export(GlueClient glue, Path folder, BiConsumer<String, Path> told) {
    ResourceFiles.all(glue)
        .forEach(each -> told.accept(each.toString(), ResourceFiles.write(folder, each)));
  }
}
