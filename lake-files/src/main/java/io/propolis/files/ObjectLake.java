package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.files.ObjectListing.Depth;
import io.propolis.files.ObjectStore.Order;
import io.propolis.files.ObjectStoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Buckets of an object store. A folder is whatever keys share a prefix. */
public final class ObjectLake implements Lake {
  private final ObjectStore store;
  private final Together together = new Together();

  public ObjectLake(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean exists(String location) {
    var folder = ObjectLocation.of(location);
    var first = ObjectPages.of(store, location, ObjectListing.below(folder).withLimit(1));
    // A page may be empty with others to come.
    return first.anyMatch(page -> !page.objects().isEmpty()) || find(location, folder).isPresent();
  }

  @Override
  public boolean makeFolder(String location) {
    ObjectLocation.of(location);
    return true;
  }

  /** Folders go after what lies in them: some stores refuse to delete a full one. */
  @Override
  public void delete(String location) {
    var folder = ObjectLocation.of(location);
    if (folder.isBucket()) {
      throw invalid(Entity.LOCATION, "A whole bucket is never deleted: " + location);
    }
    var folders = new TreeMap<Integer, List<StoredObject>>(Comparator.reverseOrder());
    ObjectPages.of(store, location, ObjectListing.below(folder))
        .forEach(
            page -> {
              delete(location, folder, page.objects().stream().filter(o -> o.isFile()).toList());
              page.objects().stream()
                  .filter(object -> !object.isFile())
                  .forEach(o -> folders.computeIfAbsent(depth(o), d -> new ArrayList<>()).add(o));
            });
    folders.values().forEach(level -> delete(location, folder, level));
    find(location, folder).ifPresent(object -> delete(location, folder, List.of(object)));
  }

  private static int depth(StoredObject object) {
    return (int) object.key().chars().filter(c -> c == '/').count();
  }

  private void delete(String location, ObjectLocation folder, List<StoredObject> objects) {
    together.each(
        objects,
        object -> doing("delete", location, () -> store.delete(folder.withKey(object.key()))));
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
    find(from, source)
        .filter(StoredObject::isFile)
        .ifPresent(object -> doing("move", from, () -> store.copy(source, target)));
    ObjectPages.of(store, from, ObjectListing.below(source))
        .forEach(page -> copy(from, source, page, target));
    delete(from);
  }

  /** Folders are not copied: they are there with their files. */
  private void copy(String location, ObjectLocation source, ObjectPage page, ObjectLocation to) {
    var files = page.objects().stream().filter(object -> object.kind() == StoredObject.Kind.FILE);
    together.each(
        files.toList(),
        object -> {
          var copy = to.withKey(to.prefix() + object.key().substring(source.prefix().length()));
          doing("move", location, () -> store.copy(source.withKey(object.key()), copy));
        });
  }

  @Override
  public String home(String location) {
    var scheme = location.substring(0, location.indexOf(':'));
    return "%s://%s/user/%s"
        .formatted(scheme, ObjectLocation.of(location).bucket(), System.getProperty("user.name"));
  }

  @Override
  public FolderSize size(String location) {
    return FolderSizes.of(this, location);
  }

  @Override
  public Stream<FileEntry> list(String location) {
    var folder = ObjectLocation.of(location);
    var prefix = Locations.withoutTrailingSlash(location);
    var below =
        ObjectPages.of(store, location, ObjectListing.below(folder))
            .flatMap(page -> page.objects().stream())
            .filter(StoredObject::isFile)
            .map(object -> entry(prefix, folder, object));
    return Stream.concat(
        find(location, folder)
            .filter(StoredObject::isFile)
            .map(object -> object.entry(prefix))
            .stream(),
        below);
  }

  /** Stores tell of a folder once in each page, some of it and of its marker. */
  @Override
  public Stream<FolderEntry> level(String location) {
    var folder = ObjectLocation.of(location);
    var prefix = Locations.withoutTrailingSlash(location);
    int start = folder.prefix().length();
    return ObjectPages.of(store, location, ObjectListing.level(folder))
        .flatMap(
            page ->
                Stream.concat(
                    page.prefixes().stream()
                        .map(key -> key.substring(start, key.length() - 1))
                        .filter(name -> !name.isEmpty())
                        .map(FolderEntry::folder),
                    page.objects().stream()
                        .filter(StoredObject::isFile)
                        .map(object -> FolderEntry.of(entry(prefix, folder, object)))));
  }

  private static FileEntry entry(String prefix, ObjectLocation folder, StoredObject object) {
    return object.entry(Locations.child(prefix, object.key().substring(folder.prefix().length())));
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return store.order() == Order.BYTES
        ? between(parent, first, last)
        : between(level(parent).filter(FolderEntry::isFolder).map(FolderEntry::name), first, last)
            .flatMap(name -> list(Locations.child(parent, name)));
  }

  /** In the order in which the store names them, whatever that is. */
  private static Stream<String> between(Stream<String> names, String first, String last) {
    var isPast = new AtomicBoolean();
    return names
        .dropWhile(name -> !name.equals(first))
        .takeWhile(name -> !isPast.get() && (!name.equals(last) || !isPast.getAndSet(true)));
  }

  private Stream<FileEntry> between(String location, String first, String last) {
    var parent = ObjectLocation.of(location);
    var prefix = Locations.withoutTrailingSlash(location);
    int start = parent.prefix().length();
    var end = parent.prefix() + last + "/";
    var listing =
        new ObjectListing(
            parent.bucket(),
            first.equals(last) ? end : parent.prefix(),
            Depth.ALL,
            parent.prefix() + first + "/",
            0);
    return ObjectPages.of(store, location, listing)
        .flatMap(page -> page.objects().stream())
        .takeWhile(object -> object.key().startsWith(end) || compare(object.key(), end) < 0)
        // Files right in the parent have names between those of folders.
        .filter(object -> object.isFile() && object.key().indexOf('/', start) >= 0)
        .map(object -> entry(prefix, parent, object));
  }

  private static int compare(String first, String second) {
    return Arrays.compareUnsigned(
        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean isListedTogether(String location) {
    return store.order() == Order.BYTES;
  }

  @Override
  public RangedFile open(String location) {
    return open(
        find(location, ObjectLocation.of(location))
            .filter(StoredObject::isFile)
            .orElseThrow(() -> Schemes.absent(location))
            .entry(location));
  }

  @Override
  public RangedFile open(FileEntry entry) {
    return new ObjectFile(store, entry);
  }

  @Override
  public void write(String location, byte[] content) {
    var object = file(location);
    doing("write", location, () -> store.put(object, content));
  }

  @Override
  public void write(String location, Path content) {
    var object = file(location);
    doing("write", location, () -> store.put(object, content));
  }

  private static ObjectLocation file(String location) {
    var object = ObjectLocation.of(location);
    if (object.isBucket()) {
      throw invalid(Entity.LOCATION, "A bucket is no file: " + location);
    }
    return object;
  }

  private Optional<StoredObject> find(String location, ObjectLocation object) {
    return object.isBucket()
        ? Optional.empty()
        : asking("look at", location, () -> store.find(object));
  }

  private static <T> T asking(String what, String location, Supplier<T> request) {
    try {
      return Patience.withStorage(request);
    } catch (ObjectStoreException e) {
      throw failure(what, location, e);
    }
  }

  private static CatalogException failure(
      String what, String location, ObjectStoreException failure) {
    return failure.reason() == Reason.NO_BUCKET
        ? Schemes.unavailable(what, location + ": no such bucket", failure)
        : Schemes.unavailable(what, location, failure);
  }

  private static void doing(String what, String location, Runnable request) {
    asking(
        what,
        location,
        () -> {
          request.run();
          return true;
        });
  }

  @Override
  public void close() {
    together.close();
    store.close();
  }
}
