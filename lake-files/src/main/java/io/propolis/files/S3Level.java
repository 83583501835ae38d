package io.propolis.files;

import io.propolis.catalog.files.Locations;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies right in a folder of a bucket. */
final class S3Level {
  private final String prefix;
  private final ObjectLocation folder;

  private S3Level(String location, ObjectLocation folder) {
    this.prefix = Locations.withoutTrailingSlash(location);
    this.folder = folder;
  }

  static Stream<FolderEntry> of(S3Client client, String location) {
    var folder = ObjectLocation.of(location);
    var level = new S3Level(location, folder);
    var request =
        ListObjectsV2Request.builder()
            .bucket(folder.bucket())
            .prefix(folder.prefix())
            .delimiter("/")
            .build();
    var pages = new S3Pages(client, location, request);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED), false)
        .flatMap(level::entries);
  }

  private Stream<FolderEntry> entries(ListObjectsV2Response page) {
    return Stream.concat(
        page.commonPrefixes().stream().map(this::folder).filter(f -> !f.name().isEmpty()),
        page.contents().stream().filter(object -> !object.key().endsWith("/")).map(this::file));
  }

  private FolderEntry folder(CommonPrefix below) {
    var key = below.prefix();
    return FolderEntry.folder(key.substring(folder.prefix().length(), key.length() - 1));
  }

  private FolderEntry file(S3Object object) {
    return FolderEntry.of(S3Lake.entry(prefix, folder, object));
  }
}
