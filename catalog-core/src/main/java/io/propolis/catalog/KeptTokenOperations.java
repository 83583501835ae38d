package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.List;
import java.util.Optional;

/** Tokens and keys that other servers, such as HiveServer2, keep here for themselves. */
public final class KeptTokenOperations {
  private final Context context;

  KeptTokenOperations(Context context) {
    this.context = context;
  }

  /** False when there is one of that identifier already, which stays. */
  public boolean add(String identifier, String token) {
    return context.store().write(tx -> tx.keptTokens().insert(identifier, token));
  }

  public Optional<String> find(String identifier) {
    return context.store().read(tx -> tx.keptTokens().find(identifier));
  }

  /** False when there is none. */
  public boolean remove(String identifier) {
    return context.store().write(tx -> tx.keptTokens().delete(identifier));
  }

  /** In the order in which they came. */
  public List<String> identifiers() {
    return context.store().read(tx -> tx.keptTokens().identifiers());
  }

  /** Returns the number of the key. */
  public int addKey(String key) {
    return context.store().write(tx -> tx.keptTokens().insertKey(key));
  }

  /** Throws NOT_FOUND. */
  public void updateKey(int number, String key) {
    if (!context.store().write(tx -> tx.keptTokens().updateKey(number, key))) {
      throw new CatalogException(
          Kind.NOT_FOUND, Entity.TOKEN, "No key found with keyId: " + number);
    }
  }

  /** False when there is none. */
  public boolean removeKey(int number) {
    return context.store().write(tx -> tx.keptTokens().deleteKey(number));
  }

  /** In the order in which they came. */
  public List<String> keys() {
    return context.store().read(tx -> tx.keptTokens().keys());
  }
}
