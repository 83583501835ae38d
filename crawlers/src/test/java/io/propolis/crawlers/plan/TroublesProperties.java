package io.propolis.crawlers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.discovery.Problem;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is looked up by place is what a look at every problem finds. */
class TroublesProperties {
  @Provide
  Arbitrary<String> locations() {
    return Arbitraries.of("a", "b", "a-b", "a=1")
        .list()
        .ofMaxSize(3)
        .map(names -> "s3://lake/" + String.join("/", names));
  }

  @Provide
  Arbitrary<List<Problem>> problems() {
    return Combinators.combine(locations(), Arbitraries.of(Problem.Kind.values()))
        .as((location, kind) -> new Problem(location, "why", kind))
        .list()
        .ofMaxSize(4);
  }

  @Property
  void aPlaceIsTouchedAsALookAtEveryProblemSays(
      @ForAll("problems") List<Problem> problems, @ForAll("locations") String location) {
    var troubles = new Troubles(problems);

    assertThat(troubles.touch(location))
        .isEqualTo(problems.stream().anyMatch(problem -> concerns(problem, location)));
    assertThat(troubles.hide(location))
        .isEqualTo(
            problems.stream()
                .filter(problem -> problem.kind() != Problem.Kind.NOTICED)
                .anyMatch(problem -> concerns(problem, location)));
  }

  private static boolean concerns(Problem problem, String location) {
    var place = TableNames.canonical(location);
    var met = TableNames.canonical(problem.location());
    return Locations.isWithin(met, place)
        || (problem.kind() == Problem.Kind.UNLISTED && Locations.isWithin(place, met));
  }

  @Example
  void noPlaceIsNotTouched() {
    assertThat(new Troubles(List.of(new Problem("s3://lake/a", "why"))).touch(null)).isFalse();
  }
}
