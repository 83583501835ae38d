package io.propolis.files.hadoop;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** A listing of Hadoop's as a stream, whose failures are the catalog's. */
final class StatusStream {
  private StatusStream() {}

  static <S> Stream<S> of(String location, RemoteIterator<S> listing) {
    var iterator =
        new Iterator<S>() {
          @Override
          public boolean hasNext() {
            try {
              return listing.hasNext();
            } catch (IOException e) {
              throw failure(location, e);
            }
          }

          @Override
          public S next() {
            try {
              return listing.next();
            } catch (IOException e) {
              throw failure(location, e);
            }
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator, Spliterator.NONNULL), false);
  }

  private static CatalogException failure(String location, IOException e) {
    return e instanceof AccessControlException denied
        ? forbidden(location, denied)
        : new CatalogException(
            Kind.UNAVAILABLE, Entity.LOCATION, "Cannot list %s (%s)".formatted(location, e), e);
  }

  static CatalogException forbidden(String location, AccessControlException cause) {
    return new CatalogException(
        Kind.FORBIDDEN, Entity.LOCATION, "Cannot list " + location + " (" + cause + ")", cause);
  }
}
