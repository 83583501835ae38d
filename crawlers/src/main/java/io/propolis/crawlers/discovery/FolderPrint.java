package io.propolis.crawlers.discovery;

/**
 * Stands for the files of a folder: names, lengths, times and entity tags. Two folders have the
 * same one only when they hold the same files; the order in which they were added does not matter.
 *
 * @param high sum of one hash over the files
 * @param low sum of another
 */
record FolderPrint(long high, long low) {
  static final FolderPrint NONE = new FolderPrint(0, 0);

  FolderPrint with(FolderFile file) {
    return new FolderPrint(
        high + hash(file, 0x9E3779B97F4A7C15L), low + hash(file, 0xC2B2AE3D27D4EB4FL));
  }

  FolderPrint with(FolderPrint other) {
    return new FolderPrint(high + other.high, low + other.low);
  }

  private static long hash(FolderFile file, long seed) {
    long hash = mixed(seed ^ file.length());
    hash = mixed(hash ^ file.modifiedAt());
    hash = text(hash, file.name());
    return file.etag() == null ? hash : text(hash, file.etag());
  }

  private static long text(long seed, String text) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    return mixed(hash ^ text.length());
  }

  /** The finaliser of MurmurHash3. */
  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
