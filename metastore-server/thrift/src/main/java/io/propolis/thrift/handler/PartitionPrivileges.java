package io.propolis.thrift.handler;

import io.propolis.catalog.GrantOperations.Identity;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.translate.Grants;
import io.propolis.thrift.wire.ClientSession;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.jspecify.annotations.Nullable;

/** What those who ask "with auth" get beside partitions. */
final class PartitionPrivileges {
  private final Door door;

  PartitionPrivileges(Door door) {
    this.door = door;
  }

  /** Sets the privileges of partitions whose table keeps them for each, and returns all. */
  List<Partition> fill(
      ClientSession client,
      TableName table,
      List<Partition> partitions,
      @Nullable String user,
      @Nullable List<String> groups) {
    var session = door.as(client);
    session
        .grants()
        .privilegesOfPartitions(
            session.tables().require(table), new Identity(user, Requests.orEmpty(groups)))
        .ifPresent(
            privileges ->
                partitions.forEach(
                    bean -> bean.setPrivileges(Grants.bean(privileges.apply(bean.getValues())))));
    return partitions;
  }
}
