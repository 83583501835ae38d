package io.propolis.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object read by ranges; every range is of the content that was listed or opened. */
final class S3File implements RangedFile {
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final ObjectLocation object;
  private final String location;
  private final long length;
  private final @Nullable String etag;

  S3File(S3Client client, FileEntry entry) {
    this.client = client;
    this.object = ObjectLocation.of(entry.location());
    this.location = entry.location();
    this.length = entry.length();
    this.etag = entry.etag();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long position, byte[] into, int offset, int size) throws IOException {
    if (size == 0) {
      return;
    }
    if (position + size > length) {
      throw new EOFException("%s ends before byte %d".formatted(location, position + size));
    }
    try (var bytes = get(position, position + size - 1)) {
      if (bytes.readNBytes(into, offset, size) < size) {
        throw new EOFException("%s ends before byte %d".formatted(location, position + size));
      }
    }
  }

  @Override
  public InputStream stream(long position) throws IOException {
    return position >= length ? InputStream.nullInputStream() : new RangeStream(this, position);
  }

  private InputStream get(long first, long last) throws IOException {
    try {
      return Patience.withStorage(
          () ->
              client.getObject(
                  GetObjectRequest.builder()
                      .bucket(object.bucket())
                      .key(object.key())
                      .range("bytes=" + first + "-" + last)
                      .ifMatch(etag)
                      .build()));
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        throw new IOException(location + " has changed since it was listed", e);
      }
      throw new IOException("Cannot read " + location + ": " + e.getMessage(), e);
    } catch (SdkException e) {
      throw new IOException("Cannot read " + location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // Holds nothing open between reads.
  }
}
