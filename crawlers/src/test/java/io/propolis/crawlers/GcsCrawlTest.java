package io.propolis.crawlers;

import io.propolis.files.GcsServer;
import io.propolis.files.LakeSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls, statistics and folders of managed tables on fake-gcs-server. */
class GcsCrawlTest {
  @TempDir Path folder;

  @Test
  void aBucketOfGooglesIsCrawledLikeAnyOther() throws Exception {
    try (var server = GcsServer.start(folder)) {
      server.makeBucket("lake");
      ObjectStoreCrawl.assertCrawled(
          folder, LakeSettings.DEFAULT.withGcs(server.settings()), "gs://lake");
    }
  }
}
