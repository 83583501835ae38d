package io.propolis.files;

/** How the storage of the lake is reached. */
public record LakeSettings(S3Settings s3, GcsSettings gcs, AzureSettings azure) {
  /** Everything from the vendors' own chains. */
  public static final LakeSettings DEFAULT =
      new LakeSettings(S3Settings.DEFAULT, GcsSettings.DEFAULT, AzureSettings.DEFAULT);

  public LakeSettings withS3(S3Settings other) {
    return new LakeSettings(other, gcs, azure);
  }

  public LakeSettings withGcs(GcsSettings other) {
    return new LakeSettings(s3, other, azure);
  }

  public LakeSettings withAzure(AzureSettings other) {
    return new LakeSettings(s3, gcs, other);
  }
}
