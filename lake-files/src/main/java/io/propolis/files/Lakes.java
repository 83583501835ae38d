package io.propolis.files;

import java.util.function.Supplier;

/** Opens the lake. */
public final class Lakes {
  private Lakes() {}

  /**
   * Local folders, one S3-compatible store and every {@link Storage} among the libraries; none is
   * touched before it is asked for.
   */
  public static Lake open(LakeSettings settings) {
    return new SchemeLake(
        new LocalLake(), () -> new S3Lake(S3Clients.open(settings.s3())), settings);
  }

  /** The same, where only S3 is told how it is reached. */
  public static Lake open(S3Settings s3) {
    return open(LakeSettings.DEFAULT.withS3(s3));
  }

  /** Whether there is a storage for locations that begin as this one. */
  public static boolean serves(String location) {
    return Schemes.isServed(location);
  }

  /** Local folders and {@code s3}, which is opened with the first location that needs it. */
  static Lake open(Supplier<Lake> s3) {
    return new SchemeLake(new LocalLake(), s3, LakeSettings.DEFAULT);
  }
}
