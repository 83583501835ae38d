package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Below;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import io.propolis.crawlers.discovery.PartLister.LargeFolders;
import io.propolis.crawlers.schema.StoredTypes;
import io.propolis.files.Lake;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of a crawl's listing that one node gives to another, with all that it takes to list them as
 * the first one would.
 */
public final class ListingGroup {
  private static final Logger LOG = LoggerFactory.getLogger(ListingGroup.class);

  /** Parts of a group, which are listed at once. */
  static final int PARTS = 8;

  private static final String PREFIX = "listing-";
  private static final int LOOK_MILLIS = 100;

  private final S3Target target;
  private final List<Below> parts;

  ListingGroup(S3Target target, List<Below> parts) {
    this.target = target;
    this.parts = List.copyOf(parts);
  }

  /**
   * What became of a group.
   *
   * @param block the parts that could be listed, for {@link OtherListers#ended}
   * @param objects files listed
   */
  public record Answer(byte[] block, long objects) {}

  /** The name under which a group is kept among what its crawler remembers. */
  public static String blockName(String group) {
    return PREFIX + group;
  }

  /** The name under which its answer is kept: that of a checkpoint of the crawl. */
  public static String answerName(String group) {
    return Checkpoints.PREFIX + group;
  }

  byte[] packed() {
    return StoredFolders.packed(this::write);
  }

  private void write(DataOutput out) throws IOException {
    StoredTypes.write(target.path(), out);
    StoredTypes.writeTexts(target.exclusions(), out);
    var size = target.sampleSize();
    out.writeInt(size == null ? 0 : size);
    out.writeInt(parts.size());
    for (var part : parts) {
      StoredTypes.write(part.parent(), out);
      StoredTypes.writeTexts(part.folders(), out);
    }
  }

  /** Throws IOException for a group of another version, which its own node has to list. */
  public static ListingGroup unpacked(byte[] bytes) throws IOException {
    return StoredFolders.unpacked(bytes, ListingGroup::read);
  }

  private static ListingGroup read(DataInput in) throws IOException {
    var path = StoredTypes.text(in);
    var exclusions = StoredTypes.texts(in);
    int size = in.readInt();
    var parts = new ArrayList<Below>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.add(new Below(StoredTypes.text(in), StoredTypes.texts(in)));
    }
    return new ListingGroup(new S3Target(path, exclusions, size == 0 ? null : size), parts);
  }

  /**
   * Lists the parts. One that storage does not let this node list is left out: the node whose crawl
   * it is lists it then, and tells what is wrong.
   *
   * @param crawl the run that crawls
   * @param watch asked often; what it throws ends the listing
   */
  public Answer list(Lake lake, String crawl, Runnable watch) {
    var lister = new PartLister(lake, target);
    var threads = Executors.newFixedThreadPool(PARTS, LakeListing::daemon);
    try {
      var outcomes = new ExecutorCompletionService<Listed>(threads);
      parts.forEach(part -> outcomes.submit(() -> lister.below(part, LargeFolders.LEFT)));
      var listed = new ArrayList<Listed>();
      for (int left = parts.size(); left > 0; ) {
        watch.run();
        var done = outcomes.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (done != null) {
          left--;
          take(done, listed);
        }
      }
      return new Answer(
          Checkpoints.block(crawl, List.of(), listed),
          listed.stream().mapToLong(part -> part.tree().objects()).sum());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The listing was interrupted", e);
    } finally {
      lister.stop();
      threads.shutdownNow();
    }
  }

  private void take(java.util.concurrent.Future<Listed> done, List<Listed> listed)
      throws InterruptedException {
    try {
      listed.add(done.get());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof CatalogException failure)) {
        throw new IllegalStateException("Listing " + target.path() + " failed", e.getCause());
      }
      LOG.info("Part of {} is left to the node that crawls: {}", target.path(), failure.toString());
    }
  }
}
