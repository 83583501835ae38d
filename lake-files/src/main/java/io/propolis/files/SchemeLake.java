package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends each location to the storage that its scheme names. */
final class SchemeLake implements Lake {
  private final Lake local;
  private final Supplier<Lake> openS3;
  private final LakeSettings settings;
  private final Map<Storage, Lake> others = new HashMap<>();
  private @Nullable Lake s3;

  SchemeLake(Lake local, Supplier<Lake> openS3, LakeSettings settings) {
    this.local = local;
    this.openS3 = openS3;
    this.settings = settings;
  }

  private Lake serving(String location) {
    return switch (Schemes.of(location)) {
      case "file" -> local;
      case "s3", "s3a", "s3n" -> s3();
      default -> other(location);
    };
  }

  private synchronized Lake other(String location) {
    var storage = Schemes.storage(location).orElseThrow(() -> Schemes.unserved(location));
    return others.computeIfAbsent(storage, s -> s.open(settings));
  }

  private synchronized Lake s3() {
    if (s3 == null) {
      s3 = openS3.get();
    }
    return s3;
  }

  @Override
  public boolean exists(String location) {
    return serving(location).exists(location);
  }

  @Override
  public boolean makeFolder(String location) {
    return serving(location).makeFolder(location);
  }

  @Override
  public void delete(String location) {
    serving(location).delete(location);
  }

  @Override
  public void deleteIfEmpty(String location) {
    serving(location).deleteIfEmpty(location);
  }

  @Override
  public boolean isWritable(String location) {
    return serving(location).isWritable(location);
  }

  @Override
  public String home(String location) {
    return serving(location).home(location);
  }

  @Override
  public void move(String from, String to) {
    var storage = serving(from);
    if (storage != serving(to)) {
      throw invalid(
          Entity.LOCATION, "A folder cannot move to other storage: %s to %s".formatted(from, to));
    }
    storage.move(from, to);
  }

  @Override
  public FolderSize size(String location) {
    return serving(location).size(location);
  }

  @Override
  public Stream<FileEntry> list(String location) {
    return serving(location).list(location);
  }

  @Override
  public Stream<FolderEntry> level(String folder) {
    return serving(folder).level(folder);
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return serving(parent).list(parent, first, last);
  }

  @Override
  public boolean isListedTogether(String location) {
    return serving(location).isListedTogether(location);
  }

  @Override
  public RangedFile open(String location) {
    return serving(location).open(location);
  }

  @Override
  public RangedFile open(FileEntry entry) {
    return serving(entry.location()).open(entry);
  }

  @Override
  public void write(String location, byte[] content) {
    serving(location).write(location, content);
  }

  @Override
  public void write(String location, Path content) {
    serving(location).write(location, content);
  }

  @Override
  public synchronized void close() {
    local.close();
    if (s3 != null) {
      s3.close();
    }
    others.values().forEach(Lake::close);
  }
}
