package io.propolis.crawlers;

import io.propolis.files.AzureServer;
import io.propolis.files.LakeSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls, statistics and folders of managed tables on Azurite. */
class AzureCrawlTest {
  @TempDir Path folder;

  @Test
  void aContainerOfAzuresIsCrawledLikeAnyOther() throws Exception {
    try (var server = AzureServer.start(folder)) {
      var container = server.makeContainer("lake");
      ObjectStoreCrawl.assertCrawled(
          folder, LakeSettings.DEFAULT.withAzure(server.settings()), container);
    }
  }
}
