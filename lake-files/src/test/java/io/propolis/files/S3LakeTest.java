package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.S3Settings.Credentials;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3LakeTest extends LakeContract {
  private static S3Server server;
  private static S3Client client;
  private static Lake lake;
  private String bucket;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
    client = S3Clients.open(server.settings());
    lake = Lakes.open(server.settings());
  }

  @AfterAll
  static void stop() throws Exception {
    lake.close();
    client.close();
    server.close();
  }

  @BeforeEach
  void makeBucket(TestInfo test) {
    bucket = "b" + Integer.toHexString(test.getDisplayName().hashCode());
    client.createBucket(r -> r.bucket(bucket));
  }

  @Override
  Lake lake() {
    return lake;
  }

  @Override
  String root() {
    return "s3a://" + bucket + "/deep/root";
  }

  @Override
  void write(String location, byte[] content) throws IOException {
    var object = ObjectLocation.of(location);
    client.putObject(
        r -> r.bucket(object.bucket()).key(object.key()), RequestBody.fromBytes(content));
  }

  @Test
  void foldersOfMoreThanOnePageAreListedMovedAndDeletedWhole() {
    IntStream.range(0, 1100)
        .parallel()
        .forEach(
            i ->
                client.putObject(
                    r -> r.bucket(bucket).key("many/f" + i), RequestBody.fromString("x")));
    var many = "s3://" + bucket + "/many";

    assertThat(lake.size(many).files()).isEqualTo(1100);
    lake.move(many, "s3://" + bucket + "/moved");
    assertThat(lake.size(many).files()).isZero();
    assertThat(lake.size("s3://" + bucket + "/moved").files()).isEqualTo(1100);
    lake.delete("s3://" + bucket + "/moved");
    assertThat(lake.exists("s3://" + bucket + "/moved")).isFalse();
  }

  @Test
  void objectsTooLargeForOneCopyMoveInParts() throws Exception {
    var content = new byte[11 << 20];
    content[content.length - 1] = 7;
    write(root() + "/large/a", content);
    var inParts = new S3Lake(client, 5 << 20);

    inParts.move(root() + "/large", root() + "/moved");

    try (var file = lake.open(root() + "/moved/a")) {
      assertThat(file.head(content.length)).isEqualTo(content);
    }
  }

  @Test
  void folderMarkersMakeAFolderExistButAreNoFiles() {
    client.putObject(r -> r.bucket(bucket).key("marked/"), RequestBody.empty());

    assertThat(lake.exists("s3://" + bucket + "/marked")).isTrue();
    try (var entries = lake.list("s3://" + bucket + "/marked")) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void aFileThatChangesAfterItWasListedIsNotMixedUp() throws Exception {
    write(root() + "/t/a", "first".getBytes());
    try (var entries = lake.list(root() + "/t");
        var file = lake.open(entries.findFirst().orElseThrow())) {
      write(root() + "/t/a", "other".getBytes());

      assertThatThrownBy(() -> file.head(5))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed since it was listed");
    }
  }

  @Test
  void aWholeBucketIsNeverDeleted() {
    assertThatThrownBy(() -> lake.delete("s3://" + bucket + "/"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(bucket);
  }

  @Test
  void anAbsentBucketHoldsNothing() {
    assertThat(lake.exists("s3://no-such-bucket/t")).isFalse();
    try (var entries = lake.list("s3://no-such-bucket/t")) {
      assertThat(entries).isEmpty();
    }
  }

  /** Environment, profile, role of the machine: of these a test can only be the properties. */
  @Test
  void withoutKeysInTheSettingsTheOnesThatTheSdkFindsAreUsed() throws Exception {
    write(root() + "/t/a", "x".getBytes());
    var settings = server.settings();
    var keys = Objects.requireNonNull(settings.credentials());
    System.setProperty("aws.accessKeyId", keys.accessKey());
    System.setProperty("aws.secretAccessKey", keys.secretKey());
    try (var found =
        Lakes.open(new S3Settings(settings.endpoint(), null, settings.addressing(), null))) {
      assertThat(found.exists(root() + "/t")).isTrue();
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void wrongCredentialsAreUnavailableStorageAndNameTheLocation() {
    var settings = server.settings();
    try (var stranger =
        Lakes.open(
            new S3Settings(
                settings.endpoint(),
                null,
                settings.addressing(),
                new Credentials("test-key", "wrong")))) {
      assertThatThrownBy(() -> stranger.exists(root() + "/t"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
          .hasMessageContaining(root() + "/t");
    }
  }
}
