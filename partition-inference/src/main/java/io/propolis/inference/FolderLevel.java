package io.propolis.inference;

import java.util.Locale;
import java.util.Optional;

/** One level of folders of a layout: which folder names belong on it and the value each gives. */
sealed interface FolderLevel {

  /** The key's value when the folder belongs on this level. */
  Optional<String> valueOf(String folder);

  /** What a folder ought to be here, to follow "is not". */
  String expectation();

  /** Where the key comes from. */
  KeySource source();

  /** A {@code key=value} level; {@code key} is folded to lower case. */
  record Hive(String key) implements FolderLevel {
    @Override
    public Optional<String> valueOf(String folder) {
      return PartitionNames.parseSegment(folder)
          .filter(segment -> fold(segment.key()).equals(key))
          .map(PartitionSegment::value);
    }

    @Override
    public String expectation() {
      return "'" + key + "=...'";
    }

    @Override
    public KeySource source() {
      return KeySource.HIVE;
    }
  }

  /** A part of a date, kept as written. */
  record Part(DatePart part) implements FolderLevel {
    @Override
    public Optional<String> valueOf(String folder) {
      return part.matches(folder) ? Optional.of(folder) : Optional.empty();
    }

    @Override
    public String expectation() {
      return "a " + part.noun();
    }

    @Override
    public KeySource source() {
      return KeySource.DATE_PART;
    }
  }

  /** A whole date, given as {@code yyyy-MM-dd} whatever the folder's form. */
  record Day() implements FolderLevel {
    @Override
    public Optional<String> valueOf(String folder) {
      return isoDate(folder);
    }

    @Override
    public String expectation() {
      return "a date";
    }

    @Override
    public KeySource source() {
      return KeySource.DATE;
    }
  }

  /** A level whose key was named beforehand: a plain folder, or one with this very key. */
  record Named(String key) implements FolderLevel {
    @Override
    public Optional<String> valueOf(String folder) {
      return PartitionNames.parseSegment(folder)
          .map(
              segment ->
                  fold(segment.key()).equals(key)
                      ? Optional.of(segment.value())
                      : Optional.<String>empty())
          .orElseGet(() -> Optional.of(PartitionNames.unescape(folder)));
    }

    @Override
    public String expectation() {
      return "a value of '" + key + "'";
    }

    @Override
    public KeySource source() {
      return KeySource.NAMED;
    }
  }

  /** Any folder without a key. */
  record Position() implements FolderLevel {
    @Override
    public Optional<String> valueOf(String folder) {
      return PartitionNames.parseSegment(folder).isPresent()
          ? Optional.empty()
          : Optional.of(PartitionNames.unescape(folder));
    }

    @Override
    public String expectation() {
      return "a folder without a key";
    }

    @Override
    public KeySource source() {
      return KeySource.POSITION;
    }
  }

  /** Key names compare without case, as Hive stores them. */
  static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }

  /** The day that a folder of the form {@code yyyy-MM-dd} or {@code yyyyMMdd} stands for. */
  static Optional<String> isoDate(String folder) {
    String iso =
        folder.length() == 8
            ? folder.substring(0, 4) + "-" + folder.substring(4, 6) + "-" + folder.substring(6)
            : folder;
    boolean inRange = folder.length() == 10 || folder.startsWith("19") || folder.startsWith("20");
    // Eight digits are a date only in our centuries: account numbers fall outside, mostly.
    return inRange && new TextScanner().scan(iso) == TextForm.DATE
        ? Optional.of(iso)
        : Optional.empty();
  }
}
