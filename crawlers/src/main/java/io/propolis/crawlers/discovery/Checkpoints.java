package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import io.propolis.crawlers.schema.StoredTypes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a crawl under way has done, kept every few seconds, so that the node that takes it on after
 * a death lists and reads the rest only. Parts of listings count for the same run alone; what was
 * read of a file counts as long as the file stays as it is.
 */
public final class Checkpoints implements ListingJournal {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  static final String PREFIX = "checkpoint-";

  /** How often they are made, as long as nobody says otherwise. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  private final String run;
  private final Keeping keeping;
  private final Duration every;
  private final LongSupplier clock;
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
  private final OtherListers others;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Sample> unkept = new ArrayList<>();
  private final List<Listed> unkeptParts = new ArrayList<>();
  private final Set<String> written = new TreeSet<>();
  private @Nullable Begin begin;
  private long keptAt;

  /** Where they are kept. */
  public interface Keeping {
    /** Keeps nothing. */
    Keeping NONE = (put, deleted) -> {};

    /** Puts and deletes blocks in one transaction. */
    void keep(Map<String, byte[]> put, Collection<String> deleted);
  }

  /**
   * An attempt at a crawl.
   *
   * @param run the same for all attempts
   * @param every how often a checkpoint is made; listings that take as long are shared
   * @param others who list parts of it
   */
  public record Attempt(String run, Keeping keeping, Duration every, OtherListers others) {
    /** Of which nothing is kept. */
    public static final Attempt PASSING = new Attempt("", Keeping.NONE, EVERY, OtherListers.NONE);
  }

  /** What the first checkpoint of a changed crawler does away with, and what it begins with. */
  private record Begin(Set<String> obsolete, String head, byte[] content) {}

  /** A file that was read. */
  record Sample(String target, String folder, KnownFile file) {}

  /** Takes samples. */
  interface SampleTaker {
    void take(String target, String folder, KnownFile sample);
  }

  private Checkpoints(Attempt attempt, LongSupplier clock, @Nullable Begin begin) {
    this.run = attempt.run();
    this.keeping = attempt.keeping();
    this.every = attempt.every();
    this.others = attempt.others();
    this.clock = clock;
    this.begin = begin;
    this.keptAt = clock.getAsLong();
  }

  static Checkpoints none() {
    return new Checkpoints(Attempt.PASSING, () -> 0, null);
  }

  /** Those of a crawler whose memory is of another definition, and is deleted by the first one. */
  static Checkpoints fresh(Attempt attempt, Set<String> obsolete, String head, byte[] content) {
    return new Checkpoints(
        attempt, Checkpoints::now, new Begin(Set.copyOf(obsolete), head, content));
  }

  static Checkpoints of(Attempt attempt, Map<String, byte[]> blocks) throws IOException {
    var checkpoints = new Checkpoints(attempt, Checkpoints::now, null);
    for (var block : blocks.entrySet()) {
      if (block.getKey().startsWith(PREFIX)) {
        StoredFolders.unpacked(
            block.getValue(),
            in -> {
              checkpoints.read(in);
              return block;
            });
      }
    }
    return checkpoints;
  }

  @Override
  public PartsElsewhere elsewhere(S3Target target) {
    return new PartsElsewhere(target, others, this, every);
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private void read(DataInput in) throws IOException {
    boolean isOfThisRun = StoredTypes.text(in).equals(run);
    for (int left = in.readInt(); left > 0; left--) {
      samples.add(new Sample(StoredTypes.text(in), StoredTypes.text(in), StoredFolders.sample(in)));
    }
    for (int left = in.readInt(); left > 0; left--) {
      var key = StoredTypes.text(in);
      var bytes = new byte[in.readInt()];
      in.readFully(bytes);
      if (isOfThisRun) {
        parts.put(key, bytes);
      }
    }
  }

  void forEachSample(SampleTaker taker) {
    samples.forEach(sample -> taker.take(sample.target(), sample.folder(), sample.file()));
  }

  /** Names of the blocks that were written since this began. */
  Set<String> written() {
    return written;
  }

  void read(String target, String folder, KnownFile file) {
    if (keeping != Keeping.NONE) {
      unkept.add(new Sample(target, folder, file));
      keepIfDue();
    }
  }

  @Override
  public Optional<Listed> find(ListingPart part, S3Target target) {
    var bytes = parts.get(key(target.path(), part));
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(StoredFolders.unpacked(bytes, in -> StoredParts.read(part, target, in)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String key(String target, ListingPart part) {
    return target + "\0" + part.key();
  }

  @Override
  public void finished(Listed part) {
    if (keeping != Keeping.NONE) {
      unkeptParts.add(part);
      keepIfDue();
    }
  }

  @Override
  public void flush() {
    keepIfDue();
  }

  /** A database that is away is no failure of what is crawled: the next one holds it, too. */
  private void keepIfDue() {
    if (clock.getAsLong() - keptAt >= every.toMillis()) {
      try {
        keep();
      } catch (CatalogException e) {
        LOG.info("A checkpoint of run {} cannot be kept now: {}", run, e.getMessage());
      }
    }
  }

  private void keep() {
    keptAt = clock.getAsLong();
    if (unkept.isEmpty() && unkeptParts.isEmpty()) {
      return;
    }
    var name = PREFIX + run + "-" + System.nanoTime() + "-" + written.size();
    keep(Map.of(name, block(run, unkept, unkeptParts)));
    written.add(name);
    unkept.clear();
    unkeptParts.clear();
  }

  private void keep(Map<String, byte[]> blocks) {
    var put = new LinkedHashMap<String, byte[]>();
    Set<String> obsolete = Set.of();
    var first = begin;
    if (first != null) {
      put.put(first.head(), first.content());
      obsolete = new TreeSet<>(first.obsolete());
      obsolete.remove(first.head());
    }
    put.putAll(blocks);
    keeping.keep(put, obsolete);
    begin = null;
  }

  @Override
  public void begin() {
    if (begin != null) {
      keep(Map.of());
    }
  }

  @Override
  public void adopt(String name, byte[] block) {
    written.add(name);
    try {
      StoredFolders.unpacked(
          block,
          in -> {
            read(in);
            return name;
          });
    } catch (IOException e) {
      LOG.info("A node of another version has listed what is listed again: {}", e.getMessage());
    }
  }

  @Override
  public void wrote(Collection<String> names) {
    written.addAll(names);
  }

  /** What was read and listed as a block. */
  static byte[] block(String run, List<Sample> samples, List<Listed> parts) {
    return StoredFolders.packed(out -> write(run, samples, parts, out));
  }

  private static void write(String run, List<Sample> samples, List<Listed> parts, DataOutput out)
      throws IOException {
    StoredTypes.write(run, out);
    out.writeInt(samples.size());
    for (var sample : samples) {
      StoredTypes.write(sample.target(), out);
      StoredTypes.write(sample.folder(), out);
      StoredFolders.write(sample.file(), out);
    }
    out.writeInt(parts.size());
    for (var part : parts) {
      StoredTypes.write(key(part.tree().target().path(), part.part()), out);
      var bytes = StoredFolders.packed(to -> StoredParts.write(part, to));
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }
}
