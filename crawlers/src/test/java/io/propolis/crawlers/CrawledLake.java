package io.propolis.crawlers;

import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lake in a folder of its own, and a catalog that crawls of it write to. */
abstract class CrawledLake {
  @TempDir Path folder;
  final Lake lake = Lakes.open(S3Settings.DEFAULT);
  CatalogFixture catalog;
  Path root;

  @BeforeEach
  void openCatalog() {
    catalog = new CatalogFixture(folder, lake);
    root = folder.resolve("lake");
  }

  @AfterEach
  void closeCatalog() {
    catalog.close();
    lake.close();
  }

  /** Puts a file of text into the lake. */
  void put(String file, String text) throws Exception {
    SampleFiles.text(root.resolve(file), text);
  }
}
