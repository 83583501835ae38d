package io.propolis.catalog.store;

import io.propolis.catalog.model.schemas.NamedType;
import java.util.List;
import java.util.Optional;

/** Named types. Names keep their case. */
public interface Types {
  /** Sorted by name. */
  List<NamedType> all();

  Optional<NamedType> find(String name);

  /** Throws ALREADY_EXISTS. */
  void insert(NamedType type);

  /** False when there was none. */
  boolean delete(String name);
}
