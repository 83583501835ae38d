package io.propolis.files;

import java.util.ArrayList;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Copies objects within the store, without a byte passing through here. */
final class S3Copies {
  /** S3 refuses CopyObject above 5 GiB; half of it keeps parts well within their limits too. */
  static final long LARGEST_SINGLE_COPY = 5L << 29;

  private final S3Client client;
  private final long largestSingleCopy;

  S3Copies(S3Client client, long largestSingleCopy) {
    this.client = client;
    this.largestSingleCopy = largestSingleCopy;
  }

  void copy(ObjectLocation from, long length, ObjectLocation to) {
    if (length > largestSingleCopy) {
      copyInParts(from, length, to);
    } else {
      client.copyObject(
          r ->
              r.sourceBucket(from.bucket())
                  .sourceKey(from.key())
                  .destinationBucket(to.bucket())
                  .destinationKey(to.key()));
    }
  }

  private void copyInParts(ObjectLocation from, long length, ObjectLocation to) {
    var upload = client.createMultipartUpload(r -> r.bucket(to.bucket()).key(to.key())).uploadId();
    try {
      var parts = new ArrayList<CompletedPart>();
      for (long start = 0; start < length; start += largestSingleCopy) {
        parts.add(copyPart(from, to, upload, parts.size() + 1, start, length));
      }
      client.completeMultipartUpload(
          r ->
              r.bucket(to.bucket())
                  .key(to.key())
                  .uploadId(upload)
                  .multipartUpload(u -> u.parts(parts)));
    } catch (SdkException e) {
      client.abortMultipartUpload(r -> r.bucket(to.bucket()).key(to.key()).uploadId(upload));
      throw e;
    }
  }

  private CompletedPart copyPart(
      ObjectLocation from, ObjectLocation to, String upload, int number, long start, long length) {
    long last = Math.min(start + largestSingleCopy, length) - 1;
    var reply =
        client.uploadPartCopy(
            r ->
                r.sourceBucket(from.bucket())
                    .sourceKey(from.key())
                    .copySourceRange("bytes=" + start + "-" + last)
                    .destinationBucket(to.bucket())
                    .destinationKey(to.key())
                    .uploadId(upload)
                    .partNumber(number));
    return CompletedPart.builder().partNumber(number).eTag(reply.copyPartResult().eTag()).build();
  }
}
