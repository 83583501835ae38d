package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects of the control plane. The catalog knows their names, versions and tags, who changed them
 * and what goes with what; what they say is their door's business. They are not in the change log,
 * which is Hive's.
 */
public final class ResourceOperations {
  private final Context context;

  ResourceOperations(Context context) {
    this.context = context;
  }

  public Optional<Resource> find(ResourceKey key) {
    return context.store().read(tx -> tx.resources().find(key));
  }

  /** Throws NOT_FOUND. */
  public Resource require(ResourceKey key) {
    return find(key).orElseThrow(() -> notFound(key));
  }

  /** Those without a parent that exist, in the order of the request, each once. */
  public List<Resource> findAll(ResourceKind kind, Collection<String> names) {
    Map<String, Resource> found =
        context.store().read(tx -> tx.resources().findAll(kind, names)).stream()
            .collect(Collectors.toMap(Resource::name, each -> each));
    return names.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Those of a parent, sorted by name, behind {@code afterName}, {@code limit} at most. */
  public List<Resource> list(ResourceKind kind, String parent, String afterName, int limit) {
    return context.store().read(tx -> tx.resources().list(kind, parent, afterName, limit));
  }

  /** {@link ResourceWrites#create}. */
  public Resource create(ResourceKey key, String document) {
    return create(key, document, Map.of());
  }

  /** {@link ResourceWrites#create}. */
  public Resource create(ResourceKey key, String document, Map<String, String> tags) {
    return together(writes -> writes.create(key, document, tags));
  }

  /** {@link ResourceWrites#change}. */
  public Resource change(ResourceKey key, Function<Resource, String> change) {
    return together(writes -> writes.change(key, change));
  }

  /** {@link ResourceWrites#replace}. */
  public Resource replace(ResourceKey key, String document, long expectedVersion) {
    return together(writes -> writes.replace(key, document, expectedVersion));
  }

  /** {@link ResourceWrites#put}. */
  public Resource put(ResourceKey key, Function<Optional<Resource>, String> change) {
    return together(writes -> writes.put(key, change));
  }

  /** {@link ResourceWrites#delete}. */
  public Resource delete(ResourceKey key) {
    return together(writes -> writes.delete(key));
  }

  /**
   * Makes several changes, all of them or none. What {@code work} throws undoes all; it may be
   * called again.
   */
  public <T> T together(Function<ResourceWrites, T> work) {
    return context.store().write(tx -> work.apply(new ResourceWrites(context, tx)));
  }

  /** "Crawler not found: nightly". */
  public static CatalogException notFound(ResourceKey key) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.RESOURCE, key.kind().noun() + " not found: " + key);
  }

  /** What belongs to a table goes with it. */
  static void dropped(Transaction tx, Table table) {
    tx.resources().deleteOf(ResourceKind.ofTables(), Long.toString(table.id()));
  }
}
