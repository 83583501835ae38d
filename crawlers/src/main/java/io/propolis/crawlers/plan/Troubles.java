package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TargetAttempt;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a crawl met what it could not tell, asked by place: of a million partitions that are gone
 * each is asked for, and there may be as many problems.
 */
final class Troubles {
  private final NavigableSet<String> all = new TreeSet<>();
  private final NavigableSet<String> unread = new TreeSet<>();
  private final Set<String> unlisted = new HashSet<>();
  private final List<FailedTarget> failures;

  Troubles(Collection<Problem> problems) {
    this(problems, List.of());
  }

  Troubles(Collection<Problem> problems, List<FailedTarget> failures) {
    this.failures = failures;
    for (var failure : failures) {
      var folder = failure.target().folder();
      if (folder != null) {
        var location = TableNames.canonical(folder);
        all.add(location);
        unread.add(location);
        unlisted.add(location);
      }
    }
    for (var problem : problems) {
      var location = TableNames.canonical(problem.location());
      all.add(location);
      if (problem.kind() != Problem.Kind.NOTICED) {
        unread.add(location);
      }
      if (problem.kind() == Problem.Kind.UNLISTED) {
        unlisted.add(location);
      }
    }
  }

  /** Whether anything is to be said of the place, or of what lies below. */
  boolean touch(@Nullable String location) {
    return in(all, location);
  }

  /** Whether something of it, or below, is not known. */
  boolean hide(@Nullable String location) {
    return in(unread, location);
  }

  /** The target that would have found the table and could not be crawled. */
  Optional<FailedTarget> failure(Table table) {
    var location = table.location();
    return location == null || failures.isEmpty()
        ? Optional.empty()
        : failures.stream()
            .filter(f -> covers(f.target(), TableNames.canonical(location), table.parameters()))
            .findFirst();
  }

  private static boolean covers(
      TargetAttempt target, String location, Map<String, String> parameters) {
    var folder = target.folder();
    var source = target.source();
    return (folder != null && Locations.isWithin(location, TableNames.canonical(folder)))
        || (source != null && source.covers(location, parameters));
  }

  /** Also within a folder that could not be listed. */
  private boolean in(NavigableSet<String> places, @Nullable String location) {
    if (location == null || all.isEmpty()) {
      return false;
    }
    var place = TableNames.canonical(location);
    var below = place.endsWith("/") ? place : place + "/";
    var next = places.ceiling(below);
    return places.contains(place) || (next != null && next.startsWith(below)) || isUnlisted(place);
  }

  private boolean isUnlisted(String place) {
    for (int end = place.length(); end > 0; end = place.lastIndexOf('/', end - 1)) {
      // A root keeps its slash.
      if (unlisted.contains(place.substring(0, end))
          || (end < place.length() && unlisted.contains(place.substring(0, end + 1)))) {
        return true;
      }
    }
    return false;
  }
}
