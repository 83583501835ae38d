package io.propolis.catalog.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocationsTest {
  @Test
  void childrenAreJoinedByOneSlash() {
    assertThat(Locations.child("s3://b/t/", "d=1")).isEqualTo("s3://b/t/d=1");
    assertThat(Locations.child("file:/lake/t", "d=1")).isEqualTo("file:/lake/t/d=1");
    assertThat(Locations.child("file:///", "t")).isEqualTo("file:///t");
  }

  @Test
  void aNameThatBeginsAlikeIsNotWithin() {
    assertThat(Locations.isWithin("s3://b/orders/d=1", "s3://b/orders/")).isTrue();
    assertThat(Locations.isWithin("s3://b/orders", "s3://b/orders/")).isTrue();
    assertThat(Locations.isWithin("s3://b/orders2/d=1", "s3://b/orders")).isFalse();
  }

  @Test
  void bothSpellingsOfLocalLocationsAreOnePlace() {
    assertThat(Locations.isSame("file:///lake/t/", "file:/lake/t")).isTrue();
    assertThat(Locations.isSame("file:///lake/t", "file:/lake/u")).isFalse();
    assertThat(Locations.isWithin("file:/lake/t/d=1", "file:///lake/t")).isTrue();
    assertThat(Locations.isWithin("file:///lake", "file:/")).isTrue();
    assertThat(Locations.isWithin("file:/lake/t2", "file:///lake/t")).isFalse();
    assertThat(Locations.below("file:/lake/t/d=1", "file:///lake/t/")).isEqualTo("d=1");
    assertThat(Locations.below("s3://b/t", "s3://b/t")).isNull();
  }

  @Test
  void localPathsGetAScheme() {
    assertThat(Locations.qualified("/lake/t")).isEqualTo("file:/lake/t");
    assertThat(Locations.qualified("s3://b/t")).isEqualTo("s3://b/t");
  }
}
