package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What locations begin with, and the errors about locations. */
final class Schemes {
  /** In the order in which people are told of them. */
  private static final List<String> OWN = List.of("file", "s3", "s3a", "s3n");

  private static final List<Storage> OTHERS =
      ServiceLoader.load(Storage.class, Storage.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Schemes() {}

  /** The folded scheme of a location, "file" for a bare path. */
  static String of(String location) {
    int colon = location.indexOf(':');
    return isScheme(location, colon)
        ? location.substring(0, colon).toLowerCase(Locale.ROOT)
        : "file";
  }

  /** As in RFC 3986, 3.1. Looked at for every partition that is added, and every file. */
  private static boolean isScheme(String location, int length) {
    if (length < 1 || !isLetter(location.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = location.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '+' && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isServed(String location) {
    return OWN.contains(of(location)) || storage(location).isPresent();
  }

  /** Storage of other schemes than local folders' and S3's. */
  static Optional<Storage> storage(String location) {
    var scheme = of(location);
    return OTHERS.stream().filter(storage -> storage.schemes().contains(scheme)).findFirst();
  }

  static CatalogException unserved(String location) {
    var others = OTHERS.stream().flatMap(storage -> storage.schemes().stream().sorted());
    return invalid(
        Entity.LOCATION,
        "No storage serves scheme %s (known: %s): %s"
            .formatted(
                of(location),
                Stream.concat(OWN.stream(), others).collect(Collectors.joining(", ")),
                location));
  }

  static CatalogException absent(String location) {
    return CatalogException.notFound(Entity.LOCATION, location);
  }

  static CatalogException unavailable(String what, String location, @Nullable Throwable cause) {
    var reason = cause == null ? "" : " (" + cause + ")";
    return new CatalogException(
        Kind.UNAVAILABLE, Entity.LOCATION, "Cannot " + what + " " + location + reason, cause);
  }

  /** A folder of a bucket that is not there. */
  static CatalogException noBucket(String bucket, String location, Throwable cause) {
    return new CatalogException(
        Kind.NOT_FOUND,
        Entity.LOCATION,
        "There is no bucket %s to list %s in".formatted(bucket, location),
        cause);
  }

  /** A folder that storage lets nobody list. */
  static CatalogException forbidden(String location, Throwable cause) {
    return new CatalogException(
        Kind.FORBIDDEN, Entity.LOCATION, "Cannot list " + location + " (" + cause + ")", cause);
  }

  static CatalogException taken(String location) {
    return CatalogException.alreadyExists(Entity.LOCATION, location);
  }

  /**
   * True when a path below a table's folder is data: no part begins with {@code _} or {@code .}.
   */
  static boolean isData(String relativePath) {
    for (var part : relativePath.split("/")) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
