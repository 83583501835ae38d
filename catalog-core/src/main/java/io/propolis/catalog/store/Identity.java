package io.propolis.catalog.store;

import java.util.Optional;
import java.util.UUID;

/** By what the catalog is told from all others, for as long as its database stands. */
public interface Identity {
  Optional<UUID> find();

  /** Has no effect when the catalog has one. */
  void claim(UUID id);
}
