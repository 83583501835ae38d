package io.propolis.catalog.model.workload;

import java.util.Base64;

/**
 * What a Hive server learned from running queries.
 *
 * @param createdAt epoch milliseconds
 * @param weight how many operators it is about
 */
public record RuntimeStatistics(long createdAt, int weight, Payload payload) {

  /** Opaque bytes with value equality. */
  public record Payload(String base64) {
    public static Payload of(byte[] bytes) {
      return new Payload(Base64.getEncoder().encodeToString(bytes));
    }

    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }
}
