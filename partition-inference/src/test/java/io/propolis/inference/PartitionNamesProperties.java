package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;

class PartitionNamesProperties {

  @Property
  void everyTextComesBackFromItsEscapedForm(@ForAll @NotEmpty String text) {
    assertThat(PartitionNames.unescape(PartitionNames.escape(text))).isEqualTo(text);
  }

  @Property
  void anEscapedTextIsOneStepOfAPath(@ForAll @NotEmpty String text) {
    assertThat(PartitionNames.escape(text)).doesNotContain("/", "=", "\n", "\"");
  }

  @Property
  void everyNameComesBackFromItsRenderedForm(@ForAll("segments") List<PartitionSegment> segments) {
    assertThat(PartitionNames.parse(PartitionNames.format(segments))).hasValue(segments);
  }

  @Provide
  Arbitrary<List<PartitionSegment>> segments() {
    Arbitrary<String> text = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    return Combinators.combine(text, text)
        .as(PartitionSegment::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
