package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What locations begin with, and the errors about locations. */
final class Schemes {
  private static final Pattern SCHEME =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.*", Pattern.DOTALL);

  /** In the order in which people are told of them. */
  private static final List<String> OWN = List.of("file", "s3", "s3a", "s3n");

  private static final List<Storage> OTHERS =
      ServiceLoader.load(Storage.class, Storage.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Schemes() {}

  /** The folded scheme of a location, "file" for a bare path. */
  static String of(String location) {
    var matcher = SCHEME.matcher(location);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "file";
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
