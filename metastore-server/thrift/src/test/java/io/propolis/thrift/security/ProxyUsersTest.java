package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProxyUsersTest {
  @Test
  void aProxyUserActsForThoseNamedFromTheHostsNamed() {
    var rules = ProxyUsers.parse("hue.users = ann, bob; hue.hosts=10.0.0.7,localhost");
    assertThat(rules.allows("hue", "10.0.0.7", "ann")).isTrue();
    assertThat(rules.allows("hue", "127.0.0.1", "bob")).isTrue();
    assertThat(rules.allows("hue", "10.0.0.8", "ann")).isFalse();
    assertThat(rules.allows("hue", "10.0.0.7", "eve")).isFalse();
    assertThat(rules.allows("oozie", "10.0.0.7", "ann")).isFalse();
  }

  @Test
  void aStarStandsForAllUsersGroupsAndHosts() {
    assertThat(ProxyUsers.parse("a.users=*;a.hosts=*").allows("a", "10.0.0.7", "ann")).isTrue();
    assertThat(ProxyUsers.parse("a.groups=*;a.hosts=*").allows("a", "10.0.0.7", "ann")).isTrue();
    assertThat(ProxyUsers.parse("a.groups=staff;a.hosts=*").allows("a", "10.0.0.7", "ann"))
        .isFalse();
    assertThat(ProxyUsers.parse("a.users=*").allows("a", "10.0.0.7", "ann")).isFalse();
    assertThat(ProxyUsers.parse("").allows("a", "10.0.0.7", "ann")).isFalse();
  }

  @Test
  void whatIsNoRuleIsNamed() {
    assertThatThrownBy(() -> ProxyUsers.parse("hue.realms=*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hue.realms=*");
  }
}
