package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of many partitions that one transaction changes: as many changes, and one row of the
 * log, which keeps the table and the statistics of all.
 *
 * <p>Before V21 each had a row. The last kept what is kept now, and the others said how far behind
 * them it was.
 */
final class SharedStatistics {
  private static final byte MEMBER = 1;
  private static final byte HOLDER = 2;

  /** Bytes of statistics after which others begin anew. */
  private static final int MOST_BYTES = 1 << 20;

  /** Changes of one row. */
  static final int MOST_CHANGES = 1_000;

  private SharedStatistics() {}

  /** Changes that stand one behind the other, and the bytes of their statistics. */
  static final class Group {
    private final int first;
    private final Change change;
    private final Table table;
    private final Map<Label, Integer> labels = new LinkedHashMap<>();
    private final List<NumberedLabel> latest = new ArrayList<>();
    private final ByteWriter members = new ByteWriter(4_096);
    private final ByteWriter member = new ByteWriter(256);
    private int count;

    private Group(int first, Change change, Table table) {
      this.first = first;
      this.change = change;
      this.table = table;
    }

    /** The place of the first change. */
    int first() {
      return first;
    }

    int count() {
      return count;
    }

    /** What is to be kept whole. */
    ChangedObjects object() {
      return new OfStatistics(table, List.of(), List.of());
    }

    private boolean takes(Change next, OfStatistics of) {
      return of.table() == table
          && count < MOST_CHANGES
          && members.length() < MOST_BYTES
          && next.isLike(change);
    }

    private void add(OfStatistics of) {
      member.clear();
      member.number(of.partition().size());
      of.partition().forEach(value -> member.counted(value.getBytes(StandardCharsets.UTF_8)));
      member.number(of.statistics().size());
      for (int i = 0; i < of.statistics().size(); i++) {
        var each = of.statistics().get(i);
        member.number(label(i, each));
        member.signed(each.analyzedAt());
        StatisticsBytes.write(member, each.data());
        StatisticsBytes.write(member, each.data().sketches());
      }
      member.appendCountedTo(members);
      count++;
    }

    /** Mostly that of the change before at the same place. */
    private int label(int place, ColumnStatistics of) {
      var before = place < latest.size() ? latest.get(place) : null;
      if (before != null && before.isOf(of)) {
        return before.number();
      }
      var label = new Label(of.column(), of.type(), of.engine());
      int number = labels.computeIfAbsent(label, unknown -> labels.size());
      var numbered = new NumberedLabel(label, number);
      if (place < latest.size()) {
        latest.set(place, numbered);
      } else if (place == latest.size()) {
        latest.add(numbered);
      }
      return number;
    }

    /** The bytes of the row, with those of its {@link #object}. */
    byte[] write(byte[] object) {
      var out = new ByteWriter(members.length() + object.length + 256);
      out.one(HOLDER);
      out.counted(object);
      out.number(labels.size());
      labels.keySet().forEach(label -> label.write(out));
      out.number(count);
      members.appendTo(out);
      return out.toBytes();
    }
  }

  /** Of what statistics are, once for all partitions. */
  private record Label(String column, String type, String engine) {
    void write(ByteWriter out) {
      for (var text : List.of(column, type, engine)) {
        out.counted(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    static Label read(ByteReader in) {
      return new Label(text(in), text(in), text(in));
    }
  }

  private record NumberedLabel(Label label, int number) {
    boolean isOf(ColumnStatistics statistics) {
      return label.column().equals(statistics.column())
          && label.type().equals(statistics.type())
          && label.engine().equals(statistics.engine());
    }
  }

  private static String text(ByteReader in) {
    return new String(in.counted(), StandardCharsets.UTF_8);
  }

  /**
   * Those of the changes that become one row, two at least: each is of one partition, and they
   * differ in nothing else.
   */
  static List<Group> groups(List<AppendedChange> changes) {
    var groups = new ArrayList<Group>();
    @Nullable Group open = null;
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i).change();
      if (!(changes.get(i).objects() instanceof OfStatistics of)
          || change.partitions().size() != 1) {
        open = null;
        continue;
      }
      if (open == null || !open.takes(change, of)) {
        open = new Group(i, change, of.table());
        groups.add(open);
      }
      open.add(of);
    }
    return groups.stream().filter(group -> group.count > 1).toList();
  }

  /** Whether bytes of a change are those of one that is kept with others. */
  static boolean areShared(byte[] bytes) {
    return bytes[0] == MEMBER || bytes[0] == HOLDER;
  }

  /** Where the statistics of a change stand: in which row, and the how manieth there. */
  record Reference(long holder, int index) {
    /** Of the change that a row's own position is; -1, the last, when the row holds it itself. */
    static Reference read(long position, byte[] bytes) {
      var in = new ByteReader(bytes);
      return in.one() == HOLDER
          ? new Reference(position, -1)
          : new Reference(position + in.number(), (int) in.number());
    }
  }

  /** The bytes of the object that is kept whole. */
  static byte[] object(byte[] holder) {
    var in = new ByteReader(holder);
    in.one();
    return in.counted();
  }

  /** Changes of some indexes; -1 is the last. */
  static Map<Integer, OfStatistics> read(byte[] holder, Set<Integer> indexes, Table table) {
    var in = new ByteReader(holder);
    in.one();
    in.skip();
    var labels = new Label[(int) in.number()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Label.read(in);
    }
    int count = (int) in.number();
    var found = new LinkedHashMap<Integer, OfStatistics>();
    for (int i = 0; i < count; i++) {
      int index = i == count - 1 && indexes.contains(-1) ? -1 : i;
      if (indexes.contains(index)) {
        found.put(index, member(new ByteReader(in.counted()), labels, table));
      } else {
        in.skip();
      }
    }
    return found;
  }

  private static OfStatistics member(ByteReader in, Label[] labels, Table table) {
    var values = new ArrayList<String>();
    for (long rest = in.number(); rest > 0; rest--) {
      values.add(text(in));
    }
    var statistics = new ArrayList<ColumnStatistics>();
    for (long rest = in.number(); rest > 0; rest--) {
      var label = labels[(int) in.number()];
      long analyzedAt = in.signed();
      var data = StatisticsBytes.read(in);
      statistics.add(
          new ColumnStatistics(
              label.column(),
              label.type(),
              label.engine(),
              analyzedAt,
              data.withSketches(StatisticsBytes.readSketches(in))));
    }
    return new OfStatistics(table, values, statistics);
  }
}
