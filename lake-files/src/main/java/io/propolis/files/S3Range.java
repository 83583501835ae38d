package io.propolis.files;

import io.propolis.catalog.files.Locations;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below neighbouring folders of a bucket: keys between two, in pages as few as can be.
 */
final class S3Range {
  private final String prefix;
  private final String last;

  private S3Range(ObjectLocation parent, String last) {
    this.prefix = parent.prefix();
    this.last = prefix + last + "/";
  }

  static Stream<FileEntry> of(S3Client client, String location, String first, String last) {
    var parent = ObjectLocation.of(location);
    var range = new S3Range(parent, last);
    var request =
        ListObjectsV2Request.builder()
            .bucket(parent.bucket())
            .prefix(first.equals(last) ? range.last : parent.prefix())
            .startAfter(parent.prefix() + first + "/")
            .build();
    var base = Locations.withoutTrailingSlash(location);
    var pages = new S3Pages(client, location, request);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED), false)
        .flatMap(page -> page.contents().stream())
        .takeWhile(range::isWithin)
        .filter(range::isFileOfFolder)
        .map(object -> S3Lake.entry(base, parent, object));
  }

  private boolean isWithin(S3Object object) {
    var key = object.key();
    return key.startsWith(last) || compare(key, last) < 0 || key.compareTo(last) < 0;
  }

  /** Files right in the parent have names between those of folders. */
  private boolean isFileOfFolder(S3Object object) {
    return !object.key().endsWith("/") && object.key().indexOf('/', prefix.length()) >= 0;
  }

  /** Keys are ordered by their bytes, thus by code points; some stores order them by chars. */
  private static int compare(String first, String second) {
    int length = Math.min(first.length(), second.length());
    for (int i = 0; i < length; i++) {
      char a = first.charAt(i);
      char b = second.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(first.length(), second.length());
  }
}
