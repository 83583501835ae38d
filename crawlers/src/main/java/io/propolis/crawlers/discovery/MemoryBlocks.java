package io.propolis.crawlers.discovery;

import io.propolis.crawlers.schema.StoredTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Folders in blocks of neighbours. Where a block begins depends on the paths of its folders alone,
 * so that a folder that comes, goes or changes changes one block.
 */
final class MemoryBlocks {
  /** One folder in so many begins a block, on average. */
  private static final int FOLDERS = 512;

  /** Samples of a block, after which another one begins. */
  private static final int SAMPLES = 128;

  static final String PREFIX = "folders-";

  private MemoryBlocks() {}

  /** A block's content: an include path and some of its folders. */
  record Block(String target, List<KnownFolder> folders) {}

  /**
   * Hands over the blocks of an include path by name.
   *
   * @param folders in the order of their paths
   */
  static void forEach(
      String target, List<KnownFolder> folders, BiConsumer<String, byte[]> consumer) {
    int start = 0;
    int samples = 0;
    for (int i = 0; i < folders.size(); i++) {
      if (i > start && (beginsBlock(folders.get(i)) || samples >= SAMPLES)) {
        hand(target, folders.subList(start, i), consumer);
        start = i;
        samples = 0;
      }
      samples += folders.get(i).samples().size();
    }
    if (start < folders.size()) {
      hand(target, folders.subList(start, folders.size()), consumer);
    }
  }

  private static boolean beginsBlock(KnownFolder folder) {
    int hash = folder.path().hashCode() * 0x9E3779B9;
    return (hash >>> 16) % FOLDERS == 0;
  }

  private static void hand(
      String target, List<KnownFolder> folders, BiConsumer<String, byte[]> consumer) {
    consumer.accept(
        PREFIX + digest(target + "\0" + folders.get(0).path()),
        StoredFolders.packed(
            out -> {
              StoredTypes.write(target, out);
              StoredFolders.write(folders, out);
            }));
  }

  static Block read(byte[] block) throws IOException {
    return StoredFolders.unpacked(
        block, in -> new Block(StoredTypes.text(in), StoredFolders.folders(in)));
  }

  /** All folders of all blocks. */
  static List<Block> read(Map<String, byte[]> blocks) throws IOException {
    var read = new ArrayList<Block>();
    for (var block : blocks.entrySet()) {
      if (block.getKey().startsWith(PREFIX)) {
        read.add(read(block.getValue()));
      }
    }
    return read;
  }

  static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
