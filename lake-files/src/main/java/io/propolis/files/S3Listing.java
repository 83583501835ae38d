package io.propolis.files;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects below a folder, a page at a time; none in a bucket that does not exist. */
final class S3Listing implements Iterator<List<S3Object>> {
  private final String location;
  private Iterator<ListObjectsV2Response> pages;

  S3Listing(S3Client client, String location, ObjectLocation folder, int pageSize) {
    this.location = location;
    this.pages =
        client
            .listObjectsV2Paginator(
                ListObjectsV2Request.builder()
                    .bucket(folder.bucket())
                    .prefix(folder.prefix())
                    .maxKeys(pageSize)
                    .build())
            .iterator();
  }

  @Override
  public boolean hasNext() {
    try {
      return Patience.withStorage(pages::hasNext);
    } catch (NoSuchBucketException e) {
      pages = Collections.emptyIterator();
      return false;
    } catch (SdkException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }

  @Override
  public List<S3Object> next() {
    try {
      return Patience.withStorage(pages::next).contents();
    } catch (NoSuchBucketException e) {
      pages = Collections.emptyIterator();
      return List.of();
    } catch (SdkException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }
}
