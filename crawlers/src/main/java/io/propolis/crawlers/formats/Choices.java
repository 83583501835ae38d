package io.propolis.crawlers.formats;

import io.propolis.crawlers.formats.MergedSchema.Part;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.Widening;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kinds of values in places where files do not agree, as Glue writes a choice: {@code
 * choice<int,string>}. Cells of delimited text have one kind, text.
 */
public final class Choices {
  private Choices() {}

  /** By the path of the column or field. */
  public static Map<String, String> of(List<Part> parts) {
    return switch (parts.get(0).schema().format()) {
      case JSON, BSON, ION, XML -> ofValues(parts);
      case PARQUET, ORC, AVRO -> ofDeclarations(parts);
      case CSV, GROK -> Map.of();
    };
  }

  private static Map<String, String> ofValues(List<Part> parts) {
    var all = new ValueShape(ValueShape.Texts.of(parts.get(0).schema().format()));
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Json json) {
        all.addAll(json.shape());
      } else if (part.schema() instanceof FileSchema.Tree tree) {
        all.addAll(tree.shape());
      }
    }
    return all.choices();
  }

  private static Map<String, String> ofDeclarations(List<Part> parts) {
    var widening = new Widening();
    List<Field> columns = List.of();
    for (var part : parts) {
      columns = widening.merge(columns, part.schema().columns(), part.location());
    }
    var kinds = new TreeMap<String, TreeSet<String>>();
    for (var conflict : widening.conflicts()) {
      var of = kinds.computeIfAbsent(conflict.path(), unused -> new TreeSet<>());
      of.add(conflict.first().hive());
      of.add(conflict.second().hive());
    }
    var choices = new TreeMap<String, String>();
    kinds.forEach(
        (path, of) ->
            choices.put(path, of.stream().collect(Collectors.joining(",", "choice<", ">"))));
    return choices;
  }
}
