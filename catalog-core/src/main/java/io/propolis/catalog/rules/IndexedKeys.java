package io.propolis.catalog.rules;

import io.propolis.catalog.NewTable.Attachment;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.resource.ResourceKind;
import java.util.List;

/**
 * The keys of a partition index, as clients of the Glue API want one. The catalog finds partitions
 * by every key without it: what is kept is what was asked for.
 *
 * @param keys folded names of partition keys, in the order of the index
 */
public record IndexedKeys(List<String> keys) {
  /** Between keys in a document: no name of a column holds a line break. */
  private static final String SEPARATOR = "\n";

  public IndexedKeys {
    keys = keys.stream().map(Names::fold).toList();
  }

  /** The keys that {@link #document} wrote. */
  public static IndexedKeys read(String document) {
    return new IndexedKeys(List.of(document.split(SEPARATOR, -1)));
  }

  public String document() {
    return String.join(SEPARATOR, keys);
  }

  /** What is kept of an index of a new table. */
  public Attachment named(String name) {
    return new Attachment(ResourceKind.PARTITION_INDEX, name, document());
  }
}
