package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.CacheFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.CacheFileMetadataResult;
import org.apache.hadoop.hive.metastore.api.ClearFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.ClearFileMetadataResult;
import org.apache.hadoop.hive.metastore.api.CmRecycleRequest;
import org.apache.hadoop.hive.metastore.api.CmRecycleResponse;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataByExprRequest;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataByExprResult;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataResult;
import org.apache.hadoop.hive.metastore.api.PutFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.PutFileMetadataResult;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that Hive keeps of files (ORC tails) by HDFS's id of the file, and its archive of files.
 */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class FileHandler implements Handler {
  private final Door door;

  FileHandler(Door door) {
    this.door = door;
  }

  public GetFileMetadataResult get_file_metadata(
      ClientSession client, GetFileMetadataRequest request) {
    var found = new HashMap<Long, ByteBuffer>();
    door.as(client)
        .fileMetadata()
        .find(ids(request.getFileIds()))
        .forEach((id, metadata) -> found.put(id, ByteBuffer.wrap(metadata)));
    return new GetFileMetadataResult(found, true);
  }

  /**
   * No file is judged by the expression: to Hive, a file that the answer leaves out is one to read,
   * and one that it has without stripes is one to pass over.
   */
  public GetFileMetadataByExprResult get_file_metadata_by_expr(
      ClientSession client, GetFileMetadataByExprRequest request) {
    return new GetFileMetadataByExprResult(Map.of(), true);
  }

  public PutFileMetadataResult put_file_metadata(
      ClientSession client, PutFileMetadataRequest request) {
    var ids = ids(request.getFileIds());
    var metadata = Requests.orEmpty(request.getMetadata());
    if (ids.size() != metadata.size()) {
      throw invalid(
          Entity.REQUEST,
          "The request gives %d file ids and metadata of %d files"
              .formatted(ids.size(), metadata.size()));
    }
    var all = new HashMap<Long, byte[]>();
    for (int i = 0; i < ids.size(); i++) {
      all.put(ids.get(i), bytes(metadata.get(i)));
    }
    door.as(client).fileMetadata().put(all);
    return new PutFileMetadataResult();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  public ClearFileMetadataResult clear_file_metadata(
      ClientSession client, ClearFileMetadataRequest request) {
    door.as(client).fileMetadata().clear(ids(request.getFileIds()));
    return new ClearFileMetadataResult();
  }

  private static List<Long> ids(@Nullable List<Long> ids) {
    return Requests.orEmpty(ids);
  }

  /**
   * Not supported, and the reply says so: the server would have to know the ids that engines ask
   * by, which HDFS alone gives its files. Engines put what they have read instead.
   */
  public CacheFileMetadataResult cache_file_metadata(
      ClientSession client, CacheFileMetadataRequest request) {
    door.as(client).tables().require(HiveNames.table(request.getDbName(), request.getTblName()));
    return new CacheFileMetadataResult(false);
  }

  /**
   * Nothing is archived before it is removed, as in a Hive without {@code hive.repl.cm.enabled}:
   * the files stay where they are for the client to remove.
   */
  public CmRecycleResponse cm_recycle(ClientSession client, CmRecycleRequest request) {
    HiveNames.required(Entity.LOCATION, "data path", request.getDataPath());
    return new CmRecycleResponse();
  }
}
