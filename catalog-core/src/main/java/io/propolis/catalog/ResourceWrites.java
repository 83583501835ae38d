package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.ResourceOperations.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.model.resource.ResourceKind.Scope;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Changes of resources within one transaction. */
public final class ResourceWrites {
  private final Context context;
  private final Transaction tx;

  ResourceWrites(Context context, Transaction tx) {
    this.context = context;
    this.tx = tx;
  }

  /** The current state, which nobody else changes before the transaction ends. */
  public Optional<Resource> hold(ResourceKey key) {
    return tx.resources().lock(key);
  }

  /**
   * A table, of which nobody else changes anything before the transaction ends: those who add to
   * what belongs to it take turns. Throws NOT_FOUND.
   */
  public Table holdTable(TableName name) {
    return context.lock(tx, name).orElseThrow(() -> CatalogException.notFound(Entity.TABLE, name));
  }

  /** Resources of a parent, sorted by name. */
  public List<Resource> list(ResourceKind kind, String parent, int limit) {
    return tx.resources().list(kind, parent, "", limit);
  }

  /**
   * Keeps a new resource with its tags. Throws ALREADY_EXISTS; NOT_FOUND for its parent; INVALID
   * for its name and tags.
   */
  public Resource create(ResourceKey key, String document, Map<String, String> tags) {
    NameRules.checkFilled(Entity.RESOURCE, key.name());
    holdParent(key);
    var made = insert(key, document);
    if (!tags.isEmpty()) {
      TagOperations.attach(tx, TagOperations.subject(key), tags);
    }
    return made;
  }

  /**
   * Replaces the document by one that is made of the current state, which nobody else changes
   * meanwhile. What {@code change} throws leaves all as it was; it may be called again.
   *
   * @throws CatalogException NOT_FOUND
   */
  public Resource change(ResourceKey key, Function<Resource, String> change) {
    var current = hold(key).orElseThrow(() -> notFound(key));
    return update(current, change.apply(current));
  }

  /** Replaces the document if it still has that version. Throws NOT_FOUND, CONFLICT. */
  public Resource replace(ResourceKey key, String document, long expectedVersion) {
    return change(
        key,
        current -> {
          if (current.version() != expectedVersion) {
            throw conflict(
                Entity.RESOURCE,
                "%s %s has version %d, not the expected %d"
                    .formatted(key.kind().noun(), key, current.version(), expectedVersion));
          }
          return document;
        });
  }

  /**
   * Makes the resource or replaces its document by what {@code change} makes of the current state,
   * if there is one. Throws NOT_FOUND for its parent, INVALID for its name.
   */
  public Resource put(ResourceKey key, Function<Optional<Resource>, String> change) {
    NameRules.checkFilled(Entity.RESOURCE, key.name());
    holdParent(key);
    var current = hold(key);
    var document = change.apply(current);
    return current.isPresent() ? update(current.get(), document) : insert(key, document);
  }

  /** Deletes it with its tags and all that belongs to it. Throws NOT_FOUND. */
  public Resource delete(ResourceKey key) {
    return delete(key, resource -> {});
  }

  /** The same after a check of what goes: what it throws leaves all as it was. */
  public Resource delete(ResourceKey key, Consumer<Resource> check) {
    var current = hold(key).orElseThrow(() -> notFound(key));
    check.accept(current);
    tx.resources().delete(key);
    var children = key.kind().children();
    if (!children.isEmpty()) {
      tx.resources().deleteOf(children, key.name());
    }
    if (key.kind().arnType().isPresent()) {
      tx.tags().deleteAll(List.of(TagOperations.subject(key)));
    }
    return current;
  }

  private Resource insert(ResourceKey key, String document) {
    var made = Resource.of(key, document, context.caller().user(), now());
    tx.resources().insert(made);
    return made;
  }

  private Resource update(Resource current, String document) {
    var next = current.changedTo(document, context.caller().user(), now());
    tx.resources().update(next, current.version());
    return next;
  }

  private void holdParent(ResourceKey key) {
    key.kind()
        .parent()
        .ifPresent(
            kind -> {
              var parent = ResourceKey.of(kind, key.parent());
              if (hold(parent).isEmpty()) {
                throw notFound(parent);
              }
            });
    if (key.kind().scope() == Scope.TABLE
        && tx.tables().name(Long.parseLong(key.parent())).flatMap(tx.tables()::share).isEmpty()) {
      throw CatalogException.notFound(Entity.TABLE, "id " + key.parent());
    }
  }

  private Instant now() {
    return context.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
