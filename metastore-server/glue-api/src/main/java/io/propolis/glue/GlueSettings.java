package io.propolis.glue;

import io.propolis.glue.auth.AccessKey;
import io.propolis.glue.secrets.SecretKeys;
import java.util.List;
import java.util.Set;

/**
 * What the door has to be told.
 *
 * @param accountId twelve digits; in every ARN, and what an absent {@code CatalogId} means
 * @param region in every ARN
 * @param keys of those who may call; empty lets everybody call, signed or not
 * @param kmsKeys ids of keys of KMS that may be said to encrypt: the operator has something that
 *     stands for them
 * @param secrets with which secrets of connections are kept; none lets no connection have any
 */
public record GlueSettings(
    String accountId,
    String region,
    List<AccessKey> keys,
    Set<String> kmsKeys,
    SecretKeys secrets) {
  public GlueSettings {
    if (!accountId.matches("\\d{12}")) {
      throw new IllegalArgumentException("An account id has twelve digits: " + accountId);
    }
    keys = List.copyOf(keys);
    kmsKeys = Set.copyOf(kmsKeys);
  }

  /** {@code arn:aws:glue:us-east-1:000000000000:table/sales/orders}. */
  public String arn(String resource) {
    return "arn:aws:glue:%s:%s:%s".formatted(region, accountId, resource);
  }
}
