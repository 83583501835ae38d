package io.propolis.catalog.store;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Grants of privileges. They follow the database, table or partition they are on when it is
 * renamed, and go with it. Lists are in the order in which grants were stored. A batch of n costs a
 * constant number of statements per 1,000.
 */
public interface Grants {
  /** On those very resources, not on what they hold. Resources that do not exist have none. */
  List<Grant> on(Collection<Resource> resources);

  /** The same, to those principals. */
  List<Grant> on(Collection<Resource> resources, Collection<Principal> principals);

  /** On single columns of the table as a whole. */
  List<Grant> onColumnsOf(Table table);

  /** On the partitions of the table, without those on their columns. */
  List<Grant> onPartitionsOf(Table table, Collection<Principal> principals);

  /** On resources of those kinds. */
  List<Grant> all(Set<Resource.Kind> kinds);

  /** On resources of those kinds. */
  List<Grant> to(Principal principal, Set<Resource.Kind> kinds);

  /**
   * Stores those whose resource exists and passes over the others.
   *
   * @throws io.propolis.catalog.CatalogException CONFLICT when one stands already: the same
   *     privilege on the same resource to the same principal by the same grantor and authorizer
   */
  void insert(Collection<Grant> grants);

  /** Replaces whether those, by id, may be passed on. */
  void setPassing(Collection<Long> ids, Grant.Passing passing);

  /** By id; absent ones are passed over. */
  void delete(Collection<Long> ids);

  /** All that is granted to a principal. */
  void deleteTo(Principal principal);

  /** All that is granted on a resource which has no row that it would go with. */
  void deleteOn(Resource.OfConnector connector);
}
