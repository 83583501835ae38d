package io.propolis.catalog.store;

import java.util.List;
import java.util.Optional;

/**
 * Tokens and keys that other servers keep here for themselves, as HiveServer2 does: texts that mean
 * nothing to the catalog.
 */
public interface KeptTokens {
  /** False when there is one of that identifier already, which stays. */
  boolean insert(String identifier, String token);

  Optional<String> find(String identifier);

  /** False when there is none. */
  boolean delete(String identifier);

  /** In the order in which they came. */
  List<String> identifiers();

  /** Stores a key and returns its number. */
  int insertKey(String key);

  /** False when there is none of that number. */
  boolean updateKey(int number, String key);

  /** False when there is none of that number. */
  boolean deleteKey(int number);

  /** In the order in which they came. */
  List<String> keys();
}
