package io.propolis.crawlers.sources;

import io.propolis.files.FileEntry;
import io.propolis.files.FolderEntry;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A lake that counts which of its files are read, each once. Closing it does nothing. */
final class CountedFiles implements Lake {
  private final Lake lake;
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  CountedFiles(Lake lake) {
    this.lake = lake;
  }

  /** How many were read by now. */
  int count() {
    return read.size();
  }

  @Override
  public RangedFile open(String location) {
    var file = lake.open(location);
    read.add(location);
    return file;
  }

  @Override
  public RangedFile open(FileEntry entry) {
    var file = lake.open(entry);
    read.add(entry.location());
    return file;
  }

  @Override
  public byte[] read(String location, int limit) {
    var content = lake.read(location, limit);
    read.add(location);
    return content;
  }

  @Override
  public Stream<FileEntry> list(String location) {
    return lake.list(location);
  }

  @Override
  public Stream<FolderEntry> level(String folder) {
    return lake.level(folder);
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return lake.list(parent, first, last);
  }

  @Override
  public boolean isListedTogether(String location) {
    return lake.isListedTogether(location);
  }

  @Override
  public void write(String location, byte[] content) {
    lake.write(location, content);
  }

  @Override
  public void write(String location, Path content) {
    lake.write(location, content);
  }

  @Override
  public boolean exists(String location) {
    return lake.exists(location);
  }

  @Override
  public boolean makeFolder(String location) {
    return lake.makeFolder(location);
  }

  @Override
  public boolean makesFolders() {
    return lake.makesFolders();
  }

  @Override
  public void delete(String location) {
    lake.delete(location);
  }

  @Override
  public void deleteIfEmpty(String location) {
    lake.deleteIfEmpty(location);
  }

  @Override
  public boolean isWritable(String location) {
    return lake.isWritable(location);
  }

  @Override
  public String home(String location) {
    return lake.home(location);
  }

  @Override
  public void move(String from, String to) {
    lake.move(from, to);
  }

  @Override
  public FolderSize size(String location) {
    return lake.size(location);
  }

  @Override
  public void close() {
    // Its lake is somebody else's.
  }
}
