package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.CacheFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.ClearFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.CmRecycleRequest;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataByExprRequest;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.PutFileMetadataRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileMetadataTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  private static ByteBuffer bytes(int... values) {
    var buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void metadataIsKeptByFileUntilItIsCleared() throws TException {
    var client = given.client();
    client.put_file_metadata(
        new PutFileMetadataRequest(List.of(1L, 2L), List.of(bytes(1), bytes(2, 255))));
    client.put_file_metadata(new PutFileMetadataRequest(List.of(1L), List.of(bytes(11))));

    var found = client.get_file_metadata(new GetFileMetadataRequest(List.of(1L, 2L, 3L)));
    assertThat(found.isIsSupported()).isTrue();
    assertThat(found.getMetadata()).isEqualTo(Map.of(1L, bytes(11), 2L, bytes(2, 255)));

    client.clear_file_metadata(new ClearFileMetadataRequest(List.of(1L, 3L)));
    assertThat(client.get_file_metadata(new GetFileMetadataRequest(List.of(1L, 2L))).getMetadata())
        .containsOnlyKeys(2L);
  }

  @Test
  void idsAndMetadataGoTogether() {
    assertThatThrownBy(
            () ->
                given
                    .client()
                    .put_file_metadata(new PutFileMetadataRequest(List.of(1L), List.of())))
        .isInstanceOf(TException.class)
        .hasMessageContaining("1 file ids");
  }

  @Test
  void noFileIsPassedOverForAnExpression() throws TException {
    var client = given.client();
    client.put_file_metadata(new PutFileMetadataRequest(List.of(1L), List.of(bytes(1))));
    var answer =
        client.get_file_metadata_by_expr(
            new GetFileMetadataByExprRequest(List.of(1L, 2L), bytes(9)));
    assertThat(answer.isIsSupported()).isTrue();
    assertThat(answer.getMetadata().values())
        .as("an entry without stripes would tell Hive to skip the file")
        .allMatch(result -> result.isSetIncludeBitset());
  }

  @Test
  void theServerSaysThatItReadsNoFilesItself() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));
    var request = new CacheFileMetadataRequest("default", "orders");
    assertThat(client.cache_file_metadata(request).isIsSupported()).isFalse();
    assertThatThrownBy(
            () -> client.cache_file_metadata(new CacheFileMetadataRequest("default", "nothing")))
        .isInstanceOf(TException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void recycledFilesStayForTheClientToRemove() throws TException {
    var client = given.client();
    client.create_table(Given.table("default", "orders"));
    var folder = given.warehouse() + "/orders";
    client.cm_recycle(new CmRecycleRequest(folder, true));
    assertThat(given.file(folder)).isDirectory();
  }
}
