package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may be granted beside what stands, and which grants a revocation means. */
public final class GrantRules {
  private record Recipient(Resource resource, Principal principal) {
    static Recipient of(Grant grant) {
      return new Recipient(grant.resource(), grant.principal());
    }
  }

  private GrantRules() {}

  /**
   * Throws INVALID when a grant stands already or is asked for twice: the same grantor gives a
   * privilege on a resource to a principal once. With an authorizer, only its own grants count.
   */
  public static void checkNew(Collection<Grant> requested, Collection<Grant> standing) {
    var known = byRecipient(standing);
    for (var grant : requested) {
      var others = known.computeIfAbsent(Recipient.of(grant), key -> new ArrayList<>());
      for (var other : others) {
        if (other.is(grant.privilege())
            && other.hasGrantorOf(grant)
            && (grant.authorizer() == null || grant.authorizer().equals(other.authorizer()))) {
          throw alreadyGranted(grant);
        }
      }
      others.add(grant);
    }
  }

  private static CatalogException alreadyGranted(Grant grant) {
    var where = grant.resource() instanceof Resource.Everything ? "" : " on " + grant.resource();
    return invalid(
        Entity.PRIVILEGE,
        "%s is already granted%s by %s".formatted(grant.privilege(), where, grant.grantorName()));
  }

  /**
   * The standing grants that the revocations mean, one for each: the one of the same grantor goes
   * before others. Throws INVALID when there is none.
   */
  public static List<Grant> revoked(Collection<Grant> revocations, Collection<Grant> standing) {
    var known = byRecipient(standing);
    Set<Long> taken = new HashSet<>();
    var revoked = new ArrayList<Grant>();
    for (var revocation : revocations) {
      var candidates =
          known.getOrDefault(Recipient.of(revocation), List.of()).stream()
              .filter(grant -> grant.is(revocation.privilege()) && !taken.contains(grant.id()))
              .toList();
      var chosen =
          candidates.stream()
              .filter(grant -> grant.hasGrantorOf(revocation))
              .findFirst()
              .or(() -> candidates.stream().findFirst())
              .orElseThrow(() -> notGranted(revocation));
      taken.add(chosen.id());
      revoked.add(chosen);
    }
    return revoked;
  }

  private static CatalogException notGranted(Grant revocation) {
    return invalid(
        Entity.PRIVILEGE,
        revocation.resource() instanceof Resource.Everything
            ? "No user grant found for privileges " + revocation.privilege()
            : "No grant (%s) found on %s".formatted(revocation.privilege(), revocation.resource()));
  }

  /** Throws INVALID when one of them may not be passed on anyway. */
  public static void checkPassing(Collection<Grant> grants) {
    for (var grant : grants) {
      if (grant.passing() != Passing.ALLOWED) {
        throw invalid(
            Entity.PRIVILEGE,
            "User %s does not have grant option with privilege %s"
                .formatted(grant.principal().name(), grant.privilege()));
      }
    }
  }

  private static Map<Recipient, List<Grant>> byRecipient(Collection<Grant> grants) {
    var grouped = new HashMap<Recipient, List<Grant>>();
    grants.forEach(
        grant -> grouped.computeIfAbsent(Recipient.of(grant), key -> new ArrayList<>()).add(grant));
    return grouped;
  }
}
