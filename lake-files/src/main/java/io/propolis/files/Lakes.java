package io.propolis.files;

import java.util.function.Supplier;

/** Opens the lake. */
public final class Lakes {
  private Lakes() {}

  /** Local folders and one S3-compatible store, which is not touched before it is asked for. */
  public static Lake open(S3Settings s3) {
    return new SchemeLake(new LocalLake(), () -> new S3Lake(S3Clients.open(s3)));
  }

  /** Whether there is a storage for locations that begin as this one. */
  public static boolean serves(String location) {
    return Schemes.SERVED.contains(Schemes.of(location));
  }

  /** Local folders and {@code s3}, which is opened with the first location that needs it. */
  static Lake open(Supplier<Lake> s3) {
    return new SchemeLake(new LocalLake(), s3);
  }
}
