package io.propolis.catalog.model.resource;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;

/** What can have tags. They follow it to another name and go with it. */
public sealed interface Taggable {
  /** A catalog. */
  record OfCatalog(String name) implements Taggable {
    public OfCatalog {
      name = Names.fold(name);
    }
  }

  /** A database. */
  record OfDatabase(DatabaseName name) implements Taggable {}

  /** A table or view. */
  record OfTable(TableName name) implements Taggable {}

  /** A resource, of a kind that has an ARN. */
  record OfResource(ResourceKey key) implements Taggable {
    public OfResource {
      if (key.kind().arnType().isEmpty()) {
        throw new IllegalArgumentException(key.kind() + " cannot be tagged: " + key);
      }
    }
  }
}
