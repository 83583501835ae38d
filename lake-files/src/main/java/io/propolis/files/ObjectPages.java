package io.propolis.files;

import io.propolis.files.ObjectStoreException.Reason;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The pages of a listing, each fetched when it is asked for; none of an absent bucket. */
final class ObjectPages implements Iterator<ObjectPage> {
  private final ObjectStore store;
  private final String location;
  private final ObjectListing listing;
  private Optional<String> page = Optional.empty();
  private boolean isOver;

  private ObjectPages(ObjectStore store, String location, ObjectListing listing) {
    this.store = store;
    this.location = location;
    this.listing = listing;
  }

  /** A listing; messages name {@code location}. */
  static Stream<ObjectPage> of(ObjectStore store, String location, ObjectListing listing) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new ObjectPages(store, location, listing), Spliterator.ORDERED),
        false);
  }

  @Override
  public boolean hasNext() {
    return !isOver;
  }

  @Override
  public ObjectPage next() {
    if (isOver) {
      throw new NoSuchElementException();
    }
    try {
      var found = Patience.withStorage(() -> store.page(listing, page));
      page = Optional.ofNullable(found.next());
      isOver = page.isEmpty();
      return found;
    } catch (ObjectStoreException e) {
      if (e.reason() == Reason.NO_BUCKET) {
        isOver = true;
        return ObjectPage.EMPTY;
      }
      throw e.reason() == Reason.FORBIDDEN
          ? Schemes.forbidden(location, e)
          : Schemes.unavailable("list", location, e);
    }
  }
}
