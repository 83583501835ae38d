package io.propolis.iceberg.upkeep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows by their keys with a bounded memory. What does not fit lies as sorted runs in one file
 * on the local disk, which has no name any more once it is open and so goes with the process. Rows
 * of equal keys keep their order.
 */
final class RowSorter implements AutoCloseable {
  /** In bytes. Of an array and the list that holds it, twice while it is sorted. */
  private static final int OVERHEAD = 32;

  private static final int BUFFER = 1 << 16;
  private static final int LEAST_BUFFER = 1 << 12;

  private final long memory;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private long held;
  private long spilled;
  private @Nullable FileChannel file;

  /** A sorter that holds about {@code memory} bytes. */
  RowSorter(long memory) {
    this.memory = memory;
  }

  private record Entry(byte[] key, byte[] row) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return Arrays.compareUnsigned(key, other.key);
    }

    long size() {
      return (long) key.length + row.length + 3L * OVERHEAD;
    }
  }

  /** Sorted rows in the file, from one position to another. */
  private record Run(long from, long to) {}

  void add(byte[] key, byte[] row) throws IOException {
    var entry = new Entry(key, row);
    if (!entries.isEmpty() && held + entry.size() > memory) {
      spill();
    }
    entries.add(entry);
    held += entry.size();
  }

  /** Sorted runs that lie on the disk. */
  int runs() {
    return runs.size();
  }

  private void spill() throws IOException {
    entries.sort(Comparator.naturalOrder());
    long from = spilled;
    var channel = file();
    channel.position(from);
    // Closed by nobody: the channel is the sorter's.
    var out =
        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    for (var entry : entries) {
      out.writeInt(entry.key().length);
      out.writeInt(entry.row().length);
      out.write(entry.key());
      out.write(entry.row());
    }
    out.flush();
    spilled = channel.position();
    runs.add(new Run(from, spilled));
    entries.clear();
    held = 0;
  }

  private FileChannel file() throws IOException {
    if (file == null) {
      file =
          FileChannel.open(
              Files.createTempFile("propolis-sort-", ".rows"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return file;
  }

  /** The rows in the order of their keys, once. Nothing is added any more. */
  Iterator<byte[]> sorted() throws IOException {
    entries.sort(Comparator.naturalOrder());
    var sources = new ArrayList<Source>();
    int buffer = (int) Math.max(LEAST_BUFFER, Math.min(BUFFER, memory / (runs.size() + 1)));
    for (var run : runs) {
      sources.add(new Source(sources.size(), new Spilled(file(), run, buffer)));
    }
    sources.add(new Source(sources.size(), entries.iterator()));
    return new Merged(sources);
  }

  @Override
  public void close() throws IOException {
    entries.clear();
    if (file != null) {
      file.close();
    }
  }

  /** Entries of a run, one after the other. */
  private static final class Spilled implements Iterator<Entry> {
    private final DataInputStream in;
    private final Region region;

    Spilled(FileChannel file, Run run, int buffer) {
      this.region = new Region(file, run);
      this.in = new DataInputStream(new BufferedInputStream(region, buffer));
    }

    @Override
    public boolean hasNext() {
      try {
        return region.hasMore() || in.available() > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Entry next() {
      try {
        var key = new byte[in.readInt()];
        var row = new byte[in.readInt()];
        in.readFully(key);
        in.readFully(row);
        return new Entry(key, row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Bytes of a part of the file, read without a position that others share. */
  private static final class Region extends InputStream {
    private final FileChannel file;
    private final long to;
    private long position;

    Region(FileChannel file, Run run) {
      this.file = file;
      this.to = run.to();
      this.position = run.from();
    }

    boolean hasMore() {
      return position < to;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!hasMore()) {
        return -1;
      }
      int most = (int) Math.min(length, to - position);
      int read = file.read(ByteBuffer.wrap(into, offset, most), position);
      position += Math.max(read, 0);
      return read;
    }
  }

  /** Where entries come from, with the first that was not taken. */
  private static final class Source {
    final int number;
    private final Iterator<Entry> rest;
    @Nullable Entry first;

    Source(int number, Iterator<Entry> rest) {
      this.number = number;
      this.rest = rest;
      advance();
    }

    void advance() {
      first = rest.hasNext() ? rest.next() : null;
    }

    Entry first() {
      if (first == null) {
        throw new NoSuchElementException();
      }
      return first;
    }
  }

  private static final class Merged implements Iterator<byte[]> {
    private final PriorityQueue<Source> sources =
        new PriorityQueue<>(
            Comparator.comparing(Source::first).thenComparingInt(source -> source.number));

    Merged(List<Source> from) {
      from.stream().filter(source -> source.first != null).forEach(sources::add);
    }

    @Override
    public boolean hasNext() {
      return !sources.isEmpty();
    }

    @Override
    public byte[] next() {
      var source = sources.remove();
      var row = source.first().row();
      source.advance();
      if (source.first != null) {
        sources.add(source);
      }
      return row;
    }
  }
}
