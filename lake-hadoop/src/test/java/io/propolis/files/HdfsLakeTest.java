package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A name node and a data node of Apache's in this process. */
class HdfsLakeTest extends LakeContract {
  @TempDir static Path data;
  private static MiniDFSCluster cluster;
  private static FileSystem hdfs;
  private static Lake lake;
  private String root;

  @BeforeAll
  static void start() throws Exception {
    var configuration = new HdfsConfiguration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, data.toString());
    cluster =
        new MiniDFSCluster.Builder(configuration).numDataNodes(1).storagesPerDatanode(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    lake = Lakes.open(S3Settings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    lake.close();
    cluster.shutdown();
  }

  @BeforeEach
  void chooseFolder(TestInfo test) {
    root =
        "hdfs://localhost:%d/t%08x/deep"
            .formatted(cluster.getNameNodePort(), test.getDisplayName().hashCode());
  }

  @Override
  Lake lake() {
    return lake;
  }

  @Override
  String root() {
    return root;
  }

  @Override
  void write(String location, byte[] content) throws IOException {
    try (var out = hdfs.create(new org.apache.hadoop.fs.Path(location), true)) {
      out.write(content);
    }
  }

  @Test
  void foldersAreMadeOnceAndRemovedWhenTheyAreEmpty() throws Exception {
    assertThat(lake.makeFolder(root + "/made/now")).isTrue();
    assertThat(lake.makeFolder(root + "/made/now")).isFalse();
    write(root + "/full/a", new byte[] {1});

    lake.deleteIfEmpty(root + "/made/now");
    lake.deleteIfEmpty(root + "/full");
    lake.deleteIfEmpty(root + "/absent");

    assertThat(lake.exists(root + "/made/now")).isFalse();
    assertThat(lake.exists(root + "/full/a")).isTrue();
  }

  @Test
  void aFileOfThisMachineIsWrittenAsItIs() throws Exception {
    var local = java.nio.file.Files.write(data.resolve("local"), new byte[100_000]);

    lake.write(root + "/copied", local);

    assertThat(lake.read(root + "/copied", 100_000)).isEqualTo(new byte[100_000]);
  }

  @Test
  void aFileIsNeverWrittenOver() throws Exception {
    lake.write(root + "/a", new byte[] {1});

    assertThatThrownBy(() -> lake.write(root + "/a", new byte[] {2}))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS));
    assertThat(lake.read(root + "/a", 1)).containsExactly(1);
  }

  @Test
  void theRootIsNeverDeleted() {
    assertThatThrownBy(() -> lake.delete("hdfs://localhost:" + cluster.getNameNodePort() + "/"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("root");
  }

  @Test
  void anAbsentNameNodeIsUnavailableStorage() {
    assertThatThrownBy(() -> lake.exists("hdfs://localhost:1/t"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("hdfs://localhost:1/t");
  }
}
