package io.propolis.crawlers;

import io.propolis.files.FileEntry;
import io.propolis.files.FolderEntry;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An object store of {@code events/dt=NNNN/hour=NN/part-NN.parquet} that answers each page of a
 * thousand names, or of fewer, after some time.
 */
final class SimulatedStore {
  static final String LOCATION = "s3://bucket/lake";
  private static final int HOURS = 24;
  private static final int PAGE = 1000;

  private final int days;
  private final int files;
  private final int page;
  private final long pageNanos;
  private final byte[] content;
  private final AtomicLong pages = new AtomicLong();
  private final AtomicLong firstPage = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong lastPage = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong opened = new AtomicLong();

  SimulatedStore(int partitions, int files, long pageMillis, byte[] content) {
    this(partitions, files, PAGE, pageMillis, content);
  }

  /** A store whose pages hold so many names. */
  SimulatedStore(int partitions, int files, int page, long pageMillis, byte[] content) {
    this.page = page;
    this.days = (partitions + HOURS - 1) / HOURS;
    this.files = files;
    this.pageNanos = pageMillis * 1_000_000;
    this.content = content;
  }

  long objects() {
    return (long) partitions() * files;
  }

  int partitions() {
    return days * HOURS;
  }

  long pages() {
    return pages.get();
  }

  /** When the first page was asked for, by the clock of {@link System#nanoTime}. */
  long firstPage() {
    return firstPage.get();
  }

  /** When the last page was handed out, by the clock of {@link System#nanoTime}. */
  long lastPage() {
    return lastPage.get();
  }

  /** Files opened since the last question. */
  long opened() {
    return opened.getAndSet(0);
  }

  Lake lake() {
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(),
            new Class<?>[] {Lake.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "level" -> level((String) arguments[0]);
                  case "list" ->
                      list((String) arguments[0], (String) arguments[1], (String) arguments[2]);
                  case "isListedTogether" -> true;
                  case "open" -> open((FileEntry) arguments[0]);
                  case "makeFolder", "makesFolders" -> true;
                  case "close" -> null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private <T> Stream<T> paged(Iterator<T> all) {
    Iterator<T> paged =
        new Iterator<>() {
          private int ofPage;

          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public T next() {
            if (ofPage++ % page == 0) {
              pages.incrementAndGet();
              firstPage.accumulateAndGet(System.nanoTime(), Math::min);
              long until = System.nanoTime() + pageNanos;
              while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
              }
              lastPage.accumulateAndGet(System.nanoTime(), Math::max);
            }
            return all.next();
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(paged, Spliterator.ORDERED), false);
  }

  private static String day(int day) {
    return "dt=%05d".formatted(day);
  }

  private static String hour(int hour) {
    return "hour=%02d".formatted(hour);
  }

  private Stream<FolderEntry> level(String folder) {
    var path = folder.length() == LOCATION.length() ? "" : folder.substring(LOCATION.length() + 1);
    var parts = path.isEmpty() ? List.<String>of() : List.of(path.split("/"));
    var names =
        switch (parts.size()) {
          case 0 -> List.of("events");
          case 1 -> IntStream.range(0, days).mapToObj(SimulatedStore::day).toList();
          case 2 -> IntStream.range(0, HOURS).mapToObj(SimulatedStore::hour).toList();
          default -> List.<String>of();
        };
    Stream<FolderEntry> entries =
        parts.size() < 3
            ? names.stream().map(name -> new FolderEntry(name, null))
            : IntStream.range(0, files)
                .mapToObj(i -> file(folder, i))
                .map(f -> new FolderEntry(f.location().substring(folder.length() + 1), f));
    return paged(entries.iterator());
  }

  private FileEntry file(String folder, int number) {
    var location = folder + "/part-" + number + ".parquet";
    return new FileEntry(
        location,
        content.length,
        1_700_000_000_000L,
        "\"" + Integer.toHexString(location.hashCode()) + "00000000000000000000000000\"");
  }

  private Stream<FileEntry> list(String parent, String first, String last) {
    int level = parent.length() == LOCATION.length() ? 0 : parent.split("/").length - 4;
    if (level == 1) {
      return paged(
          IntStream.rangeClosed(number(first), number(last))
              .boxed()
              .flatMap(d -> day(parent + "/" + day(d)))
              .iterator());
    }
    if (level == 2) {
      return paged(
          IntStream.rangeClosed(number(first), number(last))
              .boxed()
              .flatMap(h -> hour(parent + "/" + hour(h)))
              .iterator());
    }
    throw new UnsupportedOperationException("Not listed so: " + parent);
  }

  private static int number(String folder) {
    return Integer.parseInt(folder.substring(folder.indexOf('=') + 1));
  }

  private Stream<FileEntry> day(String folder) {
    return IntStream.range(0, HOURS).boxed().flatMap(h -> hour(folder + "/" + hour(h)));
  }

  private Stream<FileEntry> hour(String folder) {
    return IntStream.range(0, files).mapToObj(i -> file(folder, i));
  }

  private RangedFile open(FileEntry entry) {
    opened.incrementAndGet();
    return new RangedFile() {
      @Override
      public String location() {
        return entry.location();
      }

      @Override
      public long length() {
        return content.length;
      }

      @Override
      public void read(long position, byte[] into, int offset, int length) {
        System.arraycopy(content, (int) position, into, offset, length);
      }

      @Override
      public InputStream stream(long position) {
        return new ByteArrayInputStream(content, (int) position, content.length - (int) position);
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
