package io.propolis.inference;

import io.propolis.inference.InferredType.Scalar;
import org.jspecify.annotations.Nullable;

/** Gathers the values of one key and decides its type. */
final class KeyTyping {

  private final String name;
  private final FolderLevel level;
  private final @Nullable DatePart part;
  private final TypeAccumulator types = new TypeAccumulator(TextSource.PARTITION_VALUE);
  private boolean padded = true;
  private String firstFolder = "";

  KeyTyping(String name, FolderLevel level) {
    this.name = name;
    this.level = level;
    this.part = DatePart.named(name).filter(one -> one != DatePart.YEAR).orElse(null);
  }

  void add(String value, String location) {
    types.add(value, location);
    if (firstFolder.isEmpty() || location.compareTo(firstFolder) < 0) {
      firstFolder = location;
    }
    if (part != null
        && !value.equals(PartitionNames.DEFAULT_PARTITION)
        && !part.matchesPadded(value)) {
      padded = false;
    }
  }

  PartitionKey decide() {
    TypeDecision decision = types.decide();
    if (level.source() == KeySource.DATE_PART) {
      return key(
          Scalar.STRING, "string: the parts of a date path stay as written; " + example(decision));
    }
    if (part != null && padded && decision.type() == Scalar.INT) {
      return key(
          Scalar.STRING,
          "string: every %s has two digits, so that others will be zero-padded; %s"
              .formatted(part.noun(), example(decision)));
    }
    return key(decision.type().orString(), decision.reason());
  }

  /** Where the key's name comes from. */
  Decision origin(int depth) {
    String why =
        switch (level.source()) {
          case HIVE -> "the folders name it";
          case NAMED -> "whoever asked has named it";
          case DATE_PART -> "the folders look like a date path";
          case DATE -> "the folders are days, kept as yyyy-MM-dd";
          case POSITION -> "the folders have no key";
        };
    return new Decision(
        "level " + depth, "key '" + name + "'", "%s, as '%s'".formatted(why, firstFolder));
  }

  private PartitionKey key(InferredType type, String reason) {
    return new PartitionKey(name, type, level.source(), reason);
  }

  private static String example(TypeDecision decision) {
    return decision.evidence().stream().findFirst().map(Evidence::sentence).orElse("no value seen");
  }
}
