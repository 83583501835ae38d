package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.DropData;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crawls, statistics and folders of managed tables on a name node and a data node of Apache's. */
class HdfsCrawlTest {
  @TempDir Path folder;

  @Test
  void aFolderOfHdfsIsCrawledLikeAnyOther() throws Exception {
    var configuration = new HdfsConfiguration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("dfs").toString());
    try (var cluster =
            new MiniDFSCluster.Builder(configuration)
                .numDataNodes(1)
                .storagesPerDatanode(1)
                .build();
        var lake = Lakes.open(S3Settings.DEFAULT);
        var catalog = new CatalogFixture(folder, lake)) {
      cluster.waitActive();
      var hdfs = "hdfs://localhost:" + cluster.getNameNodePort();
      var parquet =
          SampleFiles.parquet(
              folder.resolve("a.parquet"),
              "message m { required int64 id; }",
              5,
              (g, i) -> g.append("id", (long) i));
      copy(cluster, parquet, hdfs + "/raw/orders/dt=2024-01-01/a.parquet");
      lake.write(hdfs + "/raw/cities/a b%20c.csv", "id,city\n1,Bern\n2,Genf\n".getBytes());

      catalog.crawl(hdfs + "/raw/");
      long position = catalog.store().position();
      catalog.crawl(hdfs + "/raw/");

      assertThat(catalog.tables()).containsExactly("cities", "orders");
      assertThat(catalog.table("orders").location()).isEqualTo(hdfs + "/raw/orders");
      assertThat(catalog.wholePartitions("orders"))
          .singleElement()
          .satisfies(
              partition -> {
                assertThat(partition.location()).isEqualTo(hdfs + "/raw/orders/dt=2024-01-01");
                assertThat(partition.parameters()).containsEntry("numRows", "5");
              });
      assertThat(catalog.store().position()).isEqualTo(position);
      assertManagedFolders(catalog, lake, hdfs);
    }
  }

  private static void assertManagedFolders(
      CatalogFixture catalog, io.propolis.files.Lake lake, String hdfs) {
    var tables = catalog.session().tables();
    var name = CatalogFixture.name("managed");
    tables.create(
        Table.builder(name)
            .type(TableType.MANAGED_TABLE)
            .location(hdfs + "/warehouse/managed")
            .layout(StorageLayout.EMPTY.withColumns(List.of(new Column("id", "int"))))
            .build(),
        Mode.KEEP);
    assertThat(lake.exists(hdfs + "/warehouse/managed")).isTrue();
    tables.drop(name, DropData.PURGE_FILES);
    assertThat(lake.exists(hdfs + "/warehouse/managed")).isFalse();
  }

  private static void copy(MiniDFSCluster cluster, Path from, String to) throws Exception {
    cluster
        .getFileSystem()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to));
  }
}
