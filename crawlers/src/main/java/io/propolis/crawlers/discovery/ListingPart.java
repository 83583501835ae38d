package io.propolis.crawlers.discovery;

import java.util.List;

/** A part of a listing that one thread lists at a time. */
sealed interface ListingPart {
  /** Names the part among all of its include path. */
  String key();

  /**
   * What lies right in a folder.
   *
   * @param path relative to the include path
   */
  record Level(String path) implements ListingPart {
    @Override
    public String key() {
      return path;
    }
  }

  /**
   * All that lies below neighbouring folders.
   *
   * @param parent relative to the include path
   * @param folders names, at least one, in the storage's order
   */
  record Below(String parent, List<String> folders) implements ListingPart {
    public Below {
      folders = List.copyOf(folders);
    }

    @Override
    public String key() {
      return parent + "\0" + first() + "\0" + last();
    }

    String first() {
      return folders.get(0);
    }

    String last() {
      return folders.get(folders.size() - 1);
    }

    String path(String folder) {
      return parent.isEmpty() ? folder : parent + "/" + folder;
    }
  }

  /**
   * What a part holds.
   *
   * @param tree its files
   * @param folders below a level, by name, which are listed next
   * @param left of the folders below, which others have to list: one of them is large
   */
  record Listed(ListingPart part, FolderTree tree, List<String> folders, List<String> left) {
    public Listed {
      folders = List.copyOf(folders);
      left = List.copyOf(left);
    }
  }
}
