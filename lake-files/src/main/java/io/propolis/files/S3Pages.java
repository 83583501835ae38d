package io.propolis.files;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The pages of a listing, each fetched when it is asked for; none of an absent bucket. */
final class S3Pages implements Iterator<ListObjectsV2Response> {
  private static final int FORBIDDEN = 403;

  private final S3Client client;
  private final String location;
  private @Nullable ListObjectsV2Request next;

  /** A listing; messages name {@code location}. */
  S3Pages(S3Client client, String location, ListObjectsV2Request first) {
    this.client = client;
    this.location = location;
    this.next = first;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public ListObjectsV2Response next() {
    var request = next;
    if (request == null) {
      throw new NoSuchElementException();
    }
    try {
      var page = Patience.withStorage(() -> client.listObjectsV2(request));
      boolean isLast = !Boolean.TRUE.equals(page.isTruncated());
      next =
          isLast
              ? null
              : request.toBuilder().continuationToken(page.nextContinuationToken()).build();
      return page;
    } catch (NoSuchBucketException e) {
      // No folder that is empty: whoever takes it for one drops what he knew of it.
      throw Schemes.noBucket(request.bucket(), location, e);
    } catch (S3Exception e) {
      throw e.statusCode() == FORBIDDEN
          ? Schemes.forbidden(location, e)
          : Schemes.unavailable("list", location, e);
    } catch (SdkException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }
}
