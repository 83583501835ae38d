package io.propolis.crawlers.discovery;

import io.propolis.crawlers.schema.StoredTypes;
import io.propolis.files.FileEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder as the listing builds it up. Keeps a bounded, evenly spread choice of its files, so that
 * memory grows with the number of folders and not of files.
 */
final class Folder {
  private final String base;
  private final String path;
  private Map<String, Folder> children = Map.of();
  private final List<FolderFile> kept = new ArrayList<>(1);
  private @Nullable FolderFile last;
  private @Nullable FolderFile newest;
  private @Nullable TableFormat tableFormat;
  private @Nullable KnownFolder restored;
  private @Nullable String firstEmpty;
  private FolderPrint print = FolderPrint.NONE;
  private long files;
  private long bytes;
  private int empty;
  private int stride = 1;

  /**
   * A folder without files.
   *
   * @param base location of the include path, without a slash at its end
   * @param path relative to it; empty for that itself
   */
  Folder(String base, String path) {
    this.base = base;
    this.path = path;
  }

  String path() {
    return path;
  }

  String location() {
    return path.isEmpty() ? base : base + "/" + path;
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  Folder child(String name) {
    if (children.isEmpty()) {
      children = new TreeMap<>();
    }
    return children.computeIfAbsent(
        name, unused -> new Folder(base, path.isEmpty() ? name : path + "/" + name));
  }

  void removeChild(String name) {
    if (!children.isEmpty()) {
      children.remove(name);
    }
  }

  /** Takes in a file; of all its files at most so many are kept, and two more. */
  void add(FolderFile file, int mostKept) {
    restored = null;
    if (files % stride == 0) {
      kept.add(file);
      thin(mostKept);
    }
    last = file;
    if (newest == null || file.modifiedAt() > newest.modifiedAt()) {
      newest = file;
    }
    print = print.with(file);
    files++;
    bytes += file.length();
  }

  /** A file without content: counted, so that it can be told, and passed over otherwise. */
  void addEmpty(String name) {
    firstEmpty = firstEmpty == null ? name : firstEmpty;
    empty++;
  }

  /** While more files are kept, lets every second one go. */
  void thin(int mostKept) {
    while (kept.size() > mostKept) {
      for (int i = 0; 2 * i < kept.size(); i++) {
        kept.set(i, kept.get(2 * i));
      }
      kept.subList((kept.size() + 1) / 2, kept.size()).clear();
      stride *= 2;
    }
  }

  /** Takes over what another listing found in the same folder. */
  void absorb(Folder other, int mostKept) {
    if (other.files > 0) {
      restored = null;
      kept.addAll(other.kept);
      stride = Math.max(stride, other.stride);
      thin(mostKept);
      last = other.last;
      boolean isNewer = other.newestAt() > newestAt();
      newest = newest == null || isNewer ? other.newest : newest;
      print = print.with(other.print);
      files += other.files;
      bytes += other.bytes;
    }
    empty += other.empty;
    firstEmpty = firstEmpty == null ? other.firstEmpty : firstEmpty;
    tableFormat = tableFormat == null ? other.tableFormat : tableFormat;
    other.children.forEach((name, theirs) -> child(name).absorb(theirs, mostKept));
  }

  /** Writes what a listing found in it, its folders left out. */
  void write(DataOutput out) throws IOException {
    out.writeLong(files);
    out.writeLong(bytes);
    out.writeLong(print.high());
    out.writeLong(print.low());
    out.writeInt(stride);
    out.writeInt(empty);
    StoredTypes.writeOptional(firstEmpty, out);
    StoredFolders.writeFormat(tableFormat, out);
    out.writeInt(kept.size());
    for (var file : kept) {
      StoredFolders.write(file, out);
    }
    if (last != null && newest != null) {
      StoredFolders.write(last, out);
      StoredFolders.write(newest, out);
    }
  }

  /** Reads it into a folder that is empty so far. */
  void read(DataInput in) throws IOException {
    files = in.readLong();
    bytes = in.readLong();
    print = new FolderPrint(in.readLong(), in.readLong());
    stride = in.readInt();
    empty = in.readInt();
    firstEmpty = StoredTypes.optional(in);
    tableFormat = StoredFolders.format(in);
    for (int left = in.readInt(); left > 0; left--) {
      kept.add(StoredFolders.file(in));
    }
    if (files > 0) {
      last = StoredFolders.file(in);
      newest = StoredFolders.file(in);
    }
  }

  /** Stands for the folder as an earlier crawl found it. */
  void restore(KnownFolder known) {
    restored = known;
    print = known.print();
    files = known.files();
    bytes = known.bytes();
    tableFormat = known.tableFormat();
  }

  /** Forgets its files and what it was restored from, and leaves its folders. */
  void clear() {
    restored = null;
    kept.clear();
    last = null;
    newest = null;
    tableFormat = null;
    firstEmpty = null;
    print = FolderPrint.NONE;
    files = 0;
    bytes = 0;
    empty = 0;
    stride = 1;
  }

  /** What an earlier crawl found, when this one has not looked. */
  @Nullable KnownFolder restored() {
    return restored;
  }

  void mark(TableFormat format) {
    tableFormat = format;
  }

  @Nullable TableFormat tableFormat() {
    return tableFormat;
  }

  /** Files right in this folder. */
  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  FolderPrint print() {
    return print;
  }

  /** Files kept, at least. */
  int keptFiles() {
    return kept.size();
  }

  /** When its newest file was changed, in epoch milliseconds; 0 for a folder without files. */
  long newestAt() {
    return restored != null ? restored.newestAt() : newest == null ? 0 : newest.modifiedAt();
  }

  /** The name of one of its files; empty for none. */
  String firstFile() {
    return restored != null ? restored.firstFile() : kept.isEmpty() ? "" : kept.get(0).name();
  }

  /** What there is to say of files without content; null when there is none. */
  @Nullable Problem emptiness() {
    if (firstEmpty == null) {
      return null;
    }
    return new Problem(
        location() + "/" + firstEmpty,
        empty == 1 ? "is empty" : "is empty; so are %d more of its folder".formatted(empty - 1));
  }

  /** At most {@code limit} of its files: the first, the last, and others evenly between. */
  List<FolderFile> spread(int limit) {
    var all = new ArrayList<>(kept);
    if (last != null && !all.contains(last)) {
      all.add(last);
    }
    if (all.size() <= limit) {
      return all;
    }
    var chosen = new ArrayList<FolderFile>();
    for (int i = 0; i < limit; i++) {
      chosen.add(all.get(limit == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (limit - 1))));
    }
    return chosen;
  }

  /** The file that was changed last. */
  @Nullable FolderFile newest() {
    return newest;
  }

  FileEntry entry(FolderFile file) {
    return new FileEntry(
        location() + "/" + file.name(), file.length(), file.modifiedAt(), file.etag());
  }

  /** The kept files, in order. */
  List<FileEntry> kept() {
    return kept.stream().map(this::entry).toList();
  }

  Collection<Folder> children() {
    return children.values();
  }

  /** Children with data at any depth that no table format claims. */
  List<Folder> dataChildren() {
    return children.values().stream().filter(Folder::hasData).toList();
  }

  boolean hasData() {
    return tableFormat == null
        && (files > 0 || children.values().stream().anyMatch(Folder::hasData));
  }

  /** This folder and all below it, tables of other formats left out. */
  void walk(Consumer<Folder> visitor) {
    if (tableFormat == null) {
      visitor.accept(this);
      children.values().forEach(child -> child.walk(visitor));
    }
  }

  /** This folder and all below it, whatever they are. */
  void walkAll(Consumer<Folder> visitor) {
    visitor.accept(this);
    children.values().forEach(child -> child.walkAll(visitor));
  }
}
