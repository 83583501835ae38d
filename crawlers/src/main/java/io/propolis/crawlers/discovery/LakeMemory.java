package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the crawls of a crawler remember of the lake: of every folder a print of its files and what
 * was read of them. What it says about a file holds for exactly that file, whatever happened to the
 * catalog; that a folder was crawled is remembered with the end of a crawl that wrote all of it.
 */
public final class LakeMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LakeMemory.class);

  private static final String HEAD = "head";

  private final byte[] head;
  private final boolean isFresh;
  private final Map<String, TargetMemory> targets = new LinkedHashMap<>();
  private final Map<String, String> stored = new HashMap<>();
  private final Checkpoints checkpoints;

  private LakeMemory(byte[] head, boolean isFresh, Checkpoints checkpoints) {
    this.head = head;
    this.isFresh = isFresh;
    this.checkpoints = checkpoints;
  }

  /** Remembers nothing, and keeps nothing. */
  public static LakeMemory none() {
    return new LakeMemory(new byte[0], true, Checkpoints.none());
  }

  /**
   * The memory of a crawler.
   *
   * @param blocks as they are kept
   * @param basis all that what was read depends on: the definition and the classifiers. A memory of
   *     another one is forgotten.
   * @param attempt whose checkpoints are gone on with
   */
  public static LakeMemory of(
      Map<String, byte[]> blocks, String basis, Checkpoints.Attempt attempt) {
    var head = MemoryBlocks.digest(basis).getBytes(StandardCharsets.US_ASCII);
    if (Arrays.equals(head, blocks.get(HEAD))) {
      try {
        return read(blocks, head, attempt);
      } catch (IOException e) {
        LOG.info("What was remembered is of another version and read anew: {}", e.getMessage());
      }
    }
    var fresh = new LakeMemory(head, true, Checkpoints.fresh(attempt, blocks.keySet(), HEAD, head));
    blocks.keySet().forEach(name -> fresh.stored.put(name, ""));
    return fresh;
  }

  private static LakeMemory read(
      Map<String, byte[]> blocks, byte[] head, Checkpoints.Attempt attempt) throws IOException {
    var checkpoints = Checkpoints.of(attempt, blocks);
    var folders = MemoryBlocks.read(blocks);
    var memory = new LakeMemory(head, folders.isEmpty(), checkpoints);
    blocks.forEach((name, content) -> memory.stored.put(name, MemoryBlocks.digest(content)));
    for (var block : folders) {
      memory.targetOf(block.target()).remember(block.folders());
    }
    checkpoints.forEachSample(
        (target, folder, sample) -> memory.targetOf(target).remember(folder, sample));
    return memory;
  }

  /** Whether no crawl of this definition has ended well. */
  public boolean isFresh() {
    return isFresh;
  }

  private TargetMemory targetOf(String path) {
    return targets.computeIfAbsent(path, unused -> new TargetMemory(path, checkpoints));
  }

  TargetMemory of(S3Target target) {
    return targetOf(target.path());
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  /**
   * How what is kept changes with the end of a crawl.
   *
   * @param put blocks by name
   * @param deleted names
   */
  public record Change(Map<String, byte[]> put, Set<String> deleted) {
    /** Nothing. */
    public static final Change NONE = new Change(Map.of(), Set.of());

    public Change {
      put = Collections.unmodifiableMap(new LinkedHashMap<>(put));
      deleted = Set.copyOf(deleted);
    }

    public boolean isEmpty() {
      return put.isEmpty() && deleted.isEmpty();
    }
  }

  /** What is to be kept of the crawl that has ended, compared with what is. */
  public Change change() {
    var put = new LinkedHashMap<String, byte[]>();
    var deleted = new TreeSet<>(stored.keySet());
    deleted.addAll(checkpoints.written());
    keep(HEAD, head, put, deleted);
    for (var target : targets.values()) {
      MemoryBlocks.forEach(
          target.path(), target.learned(), (name, block) -> keep(name, block, put, deleted));
    }
    return new Change(put, deleted);
  }

  private void keep(String name, byte[] block, Map<String, byte[]> put, Set<String> deleted) {
    deleted.remove(name);
    if (!MemoryBlocks.digest(block).equals(stored.get(name))) {
      put.put(name, block);
    }
  }

  /** Paths of folders that are known, for tests and logs. */
  List<String> known() {
    var paths = new ArrayList<String>();
    targets.values().forEach(target -> paths.addAll(target.known()));
    return paths;
  }
}
