package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.PartitionNames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** How a partition is found and sorted by its values. */
final class PartitionKey {
  /** Characters of a sort key: names that agree in so many are sorted by age. */
  private static final int SORTED_CHARACTERS = 512;

  private PartitionKey() {}

  /** 32 bytes that stand for the values, whatever their length. */
  static byte[] hash(List<String> values) {
    return hash(Json.Texts.write(values));
  }

  /** The same for values as they are stored. */
  static byte[] hash(String text) {
    return Hashes.sha256(text);
  }

  /** The hash as a key of maps. */
  static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /**
   * Bytes that order as the partition's name does: the keys in a name are the same for all
   * partitions of a table and can be left out.
   */
  static byte[] sortKey(List<String> values) {
    var key = name(values);
    int end =
        key.codePointCount(0, key.length()) > SORTED_CHARACTERS
            ? key.offsetByCodePoints(0, SORTED_CHARACTERS)
            : key.length();
    return key.substring(0, end).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the sort key of these values is that of no others: their name is short enough. */
  static boolean isWhole(List<String> values) {
    var key = name(values);
    return key.codePointCount(0, key.length()) <= SORTED_CHARACTERS;
  }

  private static String name(List<String> values) {
    return values.stream()
        .map(value -> value.isEmpty() ? PartitionNames.NULL_VALUE : value)
        .map(PartitionNames::escape)
        .collect(Collectors.joining("/"));
  }

  /** The least key above all that begin so: no UTF-8 has the highest byte. */
  static byte[] after(byte[] prefix) {
    var after = prefix.clone();
    after[after.length - 1]++;
    return after;
  }
}
