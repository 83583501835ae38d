package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Node;
import io.propolis.catalog.store.Nodes;
import java.util.List;

final class JdbcNodes implements Nodes {
  private static final String PUT =
      """
      INSERT INTO server_nodes (id, address, version, started_at, heartbeat_at)
      VALUES""";
  private static final String ALL =
      """
      SELECT id, address, version, started_at, heartbeat_at
      FROM server_nodes ORDER BY started_at, id""";
  private static final String LEASE =
      """
      UPDATE chore_leases SET node_id = ?, lease_until = ?
      WHERE name = ? AND (node_id = ? OR lease_until <= ?)""";
  private static final String FIRST_LEASE =
      "INSERT INTO chore_leases (name, node_id, lease_until) VALUES";
  private static final String HOLDER = "SELECT node_id FROM chore_leases WHERE name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcNodes(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void put(Node node) {
    mode.requireWritable();
    sql.insertRows(
        PUT,
        List.of(
            List.of(
                node.id(), node.address(), node.version(), node.startedAt(), node.heartbeatAt())),
        sql.dialect().replacingDuplicates(List.of("id"), List.of("heartbeat_at")));
  }

  @Override
  public List<Node> all() {
    return sql.list(
        ALL, row -> new Node(row.text(1), row.text(2), row.text(3), row.number(4), row.number(5)));
  }

  @Override
  public void delete(String id) {
    mode.requireWritable();
    sql.updateLater("DELETE FROM server_nodes WHERE id = ?", id);
    sql.updateLater("DELETE FROM chore_leases WHERE node_id = ?", id);
  }

  @Override
  public void deleteSilent(long silentSince) {
    mode.requireWritable();
    sql.updateLater("DELETE FROM server_nodes WHERE heartbeat_at <= ?", silentSince);
  }

  @Override
  public boolean lease(String chore, String node, long now, long until) {
    mode.requireWritable();
    if (sql.update(LEASE, node, until, chore, node, now) > 0) {
      return true;
    }
    sql.insertRows(
        FIRST_LEASE,
        List.of(List.of(chore, node, until)),
        sql.dialect().ignoringDuplicates("name"));
    return sql.first(HOLDER, row -> row.text(1), chore).filter(node::equals).isPresent();
  }
}
