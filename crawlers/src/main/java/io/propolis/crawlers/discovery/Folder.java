package io.propolis.crawlers.discovery;

import io.propolis.files.FileEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder as the listing builds it up. Keeps a bounded, evenly spread choice of its files, so that
 * memory grows with the number of folders and not of files.
 */
final class Folder {
  /** Files kept per folder; when there are more, every second one is let go, and so on. */
  private static final int MOST_KEPT = 512;

  private final String path;
  private final TreeMap<String, Folder> children = new TreeMap<>();
  private final List<FileEntry> kept = new ArrayList<>();
  private @Nullable FileEntry last;
  private @Nullable TableFormat tableFormat;
  private long files;
  private long bytes;
  private int stride = 1;

  Folder(String path) {
    this.path = path;
  }

  /** Relative to the include path; empty for that itself. */
  String path() {
    return path;
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  Folder child(String name) {
    return children.computeIfAbsent(
        name, unused -> new Folder(path.isEmpty() ? name : path + "/" + name));
  }

  void add(FileEntry file) {
    if (files % stride == 0) {
      kept.add(file);
      if (kept.size() > MOST_KEPT) {
        thin();
      }
    }
    last = file;
    files++;
    bytes += file.length();
  }

  private void thin() {
    var thinned = new ArrayList<FileEntry>();
    for (int i = 0; i < kept.size(); i += 2) {
      thinned.add(kept.get(i));
    }
    kept.clear();
    kept.addAll(thinned);
    stride *= 2;
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

  /** At most {@code limit} of its files: the first, the last, and others evenly between. */
  List<FileEntry> spread(int limit) {
    var all = new ArrayList<>(kept);
    if (last != null && !all.contains(last)) {
      all.add(last);
    }
    if (all.size() <= limit) {
      return all;
    }
    var chosen = new ArrayList<FileEntry>();
    for (int i = 0; i < limit; i++) {
      chosen.add(all.get(limit == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (limit - 1))));
    }
    return chosen;
  }

  /** The kept files, in order. */
  List<FileEntry> kept() {
    return List.copyOf(kept);
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
}
