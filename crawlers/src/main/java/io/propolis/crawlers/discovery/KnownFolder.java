package io.propolis.crawlers.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a crawl left it.
 *
 * @param path relative to the include path
 * @param files right in it
 * @param bytes of these
 * @param print of these; {@link FolderPrint#NONE} when one may have changed since without a trace
 * @param newestAt when the newest was changed, in epoch milliseconds
 * @param firstFile name of one of them
 * @param isWhole whether nothing but its files kept them from being read; otherwise the next crawl
 *     looks again
 * @param likeness what its samples said of their rows, once they went as those of other folders say
 *     the same; 0 while it has samples, or never had any
 * @param samples those that were read
 */
record KnownFolder(
    String path,
    long files,
    long bytes,
    FolderPrint print,
    long newestAt,
    String firstFile,
    @Nullable TableFormat tableFormat,
    boolean isWhole,
    int likeness,
    List<KnownFile> samples) {
  KnownFolder {
    samples = List.copyOf(samples);
  }

  /** The same with samples gone; of none that stays, what they said. */
  KnownFolder withSamples(List<KnownFile> others, int said) {
    return others.size() == samples.size()
        ? this
        : new KnownFolder(
            path,
            files,
            bytes,
            print,
            newestAt,
            firstFile,
            tableFormat,
            isWhole,
            others.isEmpty() ? said : 0,
            others);
  }

  /** The same when a later crawl could not look at it. */
  KnownFolder unfinished() {
    return new KnownFolder(
        path,
        files,
        bytes,
        FolderPrint.NONE,
        newestAt,
        firstFile,
        tableFormat,
        false,
        likeness,
        samples);
  }

  /** Whether a listing has found the same files. */
  boolean isUnchanged(Folder folder) {
    return folder.restored() == this
        || (isWhole
            && files == folder.files()
            && !print.equals(FolderPrint.NONE)
            && print.equals(folder.print()));
  }
}
