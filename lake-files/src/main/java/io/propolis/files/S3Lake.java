package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Buckets of one S3-compatible store. A folder is whatever keys share a prefix. */
final class S3Lake implements Lake {
  private static final int NOT_FOUND = 404;

  /** What one DeleteObjects request may name, and what one listing page holds. */
  private static final int BATCH = 1000;

  private final S3Client client;
  private final S3Copies copies;

  S3Lake(S3Client client) {
    this(client, S3Copies.LARGEST_SINGLE_COPY);
  }

  /** With another limit, in bytes, above which an object is copied in parts. */
  S3Lake(S3Client client, long largestSingleCopy) {
    this.client = client;
    this.copies = new S3Copies(client, largestSingleCopy);
  }

  @Override
  public boolean exists(String location) {
    var folder = ObjectLocation.of(location);
    var firstPage = new S3Listing(client, location, folder, 1);
    return (firstPage.hasNext() && !firstPage.next().isEmpty())
        || object(location, folder).isPresent();
  }

  @Override
  public boolean makeFolder(String location) {
    ObjectLocation.of(location);
    return true;
  }

  @Override
  public void delete(String location) {
    var folder = ObjectLocation.of(location);
    if (folder.isBucket()) {
      throw invalid(Entity.LOCATION, "A whole bucket is never deleted: " + location);
    }
    if (object(location, folder).isPresent()) {
      delete(location, folder.bucket(), List.of(folder.key()));
    }
    new S3Listing(client, location, folder, BATCH)
        .forEachRemaining(
            page -> delete(location, folder.bucket(), page.stream().map(S3Object::key).toList()));
  }

  @Override
  public String home(String location) {
    var scheme = location.substring(0, location.indexOf(':'));
    return scheme
        + "://"
        + ObjectLocation.of(location).bucket()
        + "/user/"
        + System.getProperty("user.name");
  }

  private void delete(String location, String bucket, List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    var objects = keys.stream().map(k -> ObjectIdentifier.builder().key(k).build()).toList();
    var reply =
        asking(
            "delete",
            location,
            () ->
                client.deleteObjects(
                    r -> r.bucket(bucket).delete(d -> d.objects(objects).quiet(true))));
    if (reply.hasErrors() && !reply.errors().isEmpty()) {
      var first = reply.errors().get(0);
      throw Schemes.unavailable(
          "delete %s (%s: %s) below".formatted(first.key(), first.code(), first.message()),
          location,
          null);
    }
  }

  /** Copies all, then deletes the originals: whoever reads meanwhile sees whole files. */
  @Override
  public void move(String from, String to) {
    var source = ObjectLocation.of(from);
    var target = ObjectLocation.of(to);
    if (source.isBucket() || Locations.isWithin(to, from)) {
      throw invalid(
          Entity.LOCATION, "A folder cannot move into itself: %s to %s".formatted(from, to));
    }
    if (!exists(from)) {
      throw Schemes.absent(from);
    }
    if (exists(to)) {
      throw Schemes.taken(to);
    }
    copyAll(from, source, target);
    delete(from);
  }

  private void copyAll(String from, ObjectLocation source, ObjectLocation target) {
    object(from, source)
        .ifPresent(entry -> doing("move", from, () -> copies.copy(source, entry.length(), target)));
    new S3Listing(client, from, source, BATCH)
        .forEachRemaining(page -> page.forEach(object -> copy(from, source, object, target)));
  }

  private void copy(
      String location, ObjectLocation source, S3Object object, ObjectLocation target) {
    var below = object.key().substring(source.prefix().length());
    doing(
        "move",
        location,
        () ->
            copies.copy(
                new ObjectLocation(source.bucket(), object.key()),
                object.size(),
                new ObjectLocation(target.bucket(), target.prefix() + below)));
  }

  @Override
  public FolderSize size(String location) {
    return FolderSizes.of(this, location);
  }

  @Override
  public Stream<FileEntry> list(String location) {
    var folder = ObjectLocation.of(location);
    var prefix = Locations.withoutTrailingSlash(location);
    var pages = new S3Listing(client, location, folder, BATCH);
    var entries =
        StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED), false)
            .flatMap(List::stream)
            .filter(object -> !object.key().endsWith("/"))
            .map(object -> entry(prefix, folder, object));
    return Stream.concat(object(prefix, folder).stream(), entries);
  }

  @Override
  public Stream<FolderEntry> level(String folder) {
    return S3Level.of(client, folder);
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return S3Range.of(client, parent, first, last);
  }

  @Override
  public boolean isListedTogether(String location) {
    return true;
  }

  static FileEntry entry(String prefix, ObjectLocation folder, S3Object object) {
    return new FileEntry(
        Locations.child(prefix, object.key().substring(folder.prefix().length())),
        object.size(),
        object.lastModified().toEpochMilli(),
        object.eTag());
  }

  @Override
  public RangedFile open(String location) {
    return open(
        object(location, ObjectLocation.of(location)).orElseThrow(() -> Schemes.absent(location)));
  }

  @Override
  public RangedFile open(FileEntry entry) {
    return new S3File(client, entry);
  }

  @Override
  public void write(String location, byte[] content) {
    put(location, RequestBody.fromBytes(content));
  }

  @Override
  public void write(String location, Path content) {
    put(location, RequestBody.fromFile(content));
  }

  private void put(String location, RequestBody content) {
    var object = ObjectLocation.of(location);
    if (object.isBucket()) {
      throw invalid(Entity.LOCATION, "A bucket is no file: " + location);
    }
    doing(
        "write",
        location,
        () -> client.putObject(r -> r.bucket(object.bucket()).key(object.key()), content));
  }

  @Override
  public void close() {
    client.close();
  }

  /** The object of exactly this key. */
  private Optional<FileEntry> object(String location, ObjectLocation object) {
    if (object.isBucket()) {
      return Optional.empty();
    }
    try {
      var head = client.headObject(r -> r.bucket(object.bucket()).key(object.key()));
      return Optional.of(
          new FileEntry(
              location, head.contentLength(), head.lastModified().toEpochMilli(), head.eTag()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw Schemes.unavailable("look at", location, e);
    } catch (SdkException e) {
      throw Schemes.unavailable("look at", location, e);
    }
  }

  private static <T> T asking(String what, String location, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw Schemes.unavailable(what, location, e);
    }
  }

  private static void doing(String what, String location, Runnable request) {
    try {
      request.run();
    } catch (SdkException e) {
      throw Schemes.unavailable(what, location, e);
    }
  }
}
