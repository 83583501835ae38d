package io.propolis.server.hive;

import io.propolis.thrift.HiveProperties;
import java.util.Optional;

/** The properties of a site by either of their names; the standalone metastore's wins. */
record HiveNames(Site site) {
  Optional<String> find(String name) {
    return property(name).map(Site.Property::value);
  }

  boolean isTrue(String name) {
    return find(name).map(value -> value.equalsIgnoreCase("true")).orElse(false);
  }

  Optional<Site.Property> property(String name) {
    var known = HiveProperties.find(name);
    return known.isEmpty()
        ? site.find(name)
        : site.find(known.get().name()).or(() -> site.find(known.get().hiveName()));
  }
}
