package io.propolis.catalog.store;

import io.propolis.catalog.model.SerDe;
import java.util.Optional;

/** SerDes with names of their own, apart from those within tables. Names keep their case. */
public interface SerDes {
  Optional<SerDe> find(String name);

  /** Stores it under its name. Throws INVALID when it has none, ALREADY_EXISTS. */
  void insert(SerDe serDe);
}
