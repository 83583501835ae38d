package io.propolis.files;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How Google Cloud Storage is reached.
 *
 * @param endpoint of a private address or an emulator; absent means {@code
 *     https://storage.googleapis.com}
 * @param access who asks
 * @param credentials file of a key or of a federated identity, as {@code
 *     GOOGLE_APPLICATION_CREDENTIALS} names one; absent means Google's default credentials
 */
public record GcsSettings(@Nullable URI endpoint, Access access, @Nullable Path credentials) {
  /** Google's own address and default credentials. */
  public static final GcsSettings DEFAULT = new GcsSettings(null, Access.IDENTIFIED, null);

  /** Who asks. */
  public enum Access {
    /** Whom the credentials name. */
    IDENTIFIED,
    /** Anybody, of public buckets and of emulators. */
    ANONYMOUS
  }
}
