package io.propolis.thrift.translate;

import io.propolis.catalog.model.OwnerType;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.jspecify.annotations.Nullable;

/** Kinds of owners; a client that says none means a user. */
public final class Owners {
  private Owners() {}

  static OwnerType type(@Nullable PrincipalType type) {
    if (type == null) {
      return OwnerType.USER;
    }
    return switch (type) {
      case USER -> OwnerType.USER;
      case ROLE -> OwnerType.ROLE;
      case GROUP -> OwnerType.GROUP;
    };
  }

  public static PrincipalType bean(OwnerType type) {
    return switch (type) {
      case USER -> PrincipalType.USER;
      case ROLE -> PrincipalType.ROLE;
      case GROUP -> PrincipalType.GROUP;
    };
  }
}
