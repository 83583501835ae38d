package io.propolis.bench.crawl;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * The objects of a bucket that nobody keeps: key and content of each follow from its number. They
 * lie below {@code events/day=2020-01-01/region=r00/}, in the order of their keys.
 *
 * @param days partitions of the first key
 * @param regions and in each of them of the second
 * @param files in each partition
 */
record SimulatedBucket(int days, int regions, int files) {
  static final String NAME = "bench";
  static final String ROOT = "events";
  private static final LocalDate FIRST_DAY = LocalDate.of(2018, 1, 1);

  /** One row; every object is as long. */
  private static final byte[] CONTENT =
      "{\"id\":1,\"name\":\"one\",\"at\":\"2024-01-31 10:00:00\",\"amount\":12.5}\n"
          .repeat(20)
          .getBytes(StandardCharsets.US_ASCII);

  int objects() {
    return partitions() * files;
  }

  int partitions() {
    return days * regions;
  }

  String folder(int partition) {
    return "%s/day=%s/region=r%02d/"
        .formatted(ROOT, FIRST_DAY.plusDays(partition / regions), partition % regions);
  }

  String key(int object) {
    int file = object % files;
    return folder(object / files) + "part-" + (file < 10 ? "0" : "") + file + ".json";
  }

  /** The number of the first object whose key does not come before this one. */
  int from(String key) {
    int low = 0;
    int high = objects();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key(middle).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean has(String key) {
    int at = from(key);
    return at < objects() && key(at).equals(key);
  }

  byte[] content() {
    return CONTENT.clone();
  }
}
