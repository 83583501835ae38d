package io.propolis.files;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param prefixes what several keys begin with, up to and with a slash
 * @param next leads to the next page; absent on the last one
 */
public record ObjectPage(List<StoredObject> objects, List<String> prefixes, @Nullable String next) {
  static final ObjectPage EMPTY = new ObjectPage(List.of(), List.of(), null);

  public ObjectPage {
    objects = List.copyOf(objects);
    prefixes = List.copyOf(prefixes);
  }
}
