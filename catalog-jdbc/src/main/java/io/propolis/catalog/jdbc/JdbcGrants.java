package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.jdbc.GrantTargets.Target;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.store.Grants;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class JdbcGrants implements Grants {
  private static final String SELECT =
      """
      SELECT g.id, g.kind, COALESCE(d.catalog_name, td.catalog_name), COALESCE(d.name, td.name),
             t.name, p.values_text, g.column_name, g.connector_name, g.principal_type,
             g.principal_name, g.privilege, g.grantor_type, g.grantor_name, g.authorizer,
             g.passing, g.granted_at
      FROM access_grants g
      LEFT JOIN catalog_databases d ON d.id = g.database_id
      LEFT JOIN catalog_tables t ON t.id = g.table_id
      LEFT JOIN catalog_databases td ON td.id = t.database_id
      LEFT JOIN table_partitions p ON p.id = g.partition_id
      WHERE\s""";
  private static final String INSERT =
      """
      INSERT INTO access_grants (resource_key, grant_key, kind, database_id, table_id,
             partition_id, column_name, connector_name, principal_type, principal_name, privilege,
             grantor_type, grantor_name, authorizer, passing, granted_at)
      VALUES""";

  private final Sql sql;
  private final Mode mode;
  private final GrantTargets targets;

  JdbcGrants(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
    this.targets = new GrantTargets(sql);
  }

  @Override
  public List<Grant> on(Collection<Resource> resources) {
    return onKeys(keys(resources));
  }

  @Override
  public List<Grant> on(Collection<Resource> resources, Collection<Principal> principals) {
    var keys = keys(resources);
    if (keys.size() > 1) {
      // One index finds by resource; who gets what on many of them is sorted out here.
      var wanted = Set.copyOf(principals);
      return onKeys(keys).stream().filter(grant -> wanted.contains(grant.principal())).toList();
    }
    return keys.isEmpty() ? List.of() : to(principals, "g.resource_key = ?", List.of(keys.get(0)));
  }

  private List<byte[]> keys(Collection<Resource> resources) {
    return targets.find(resources).values().stream().map(Target::key).toList();
  }

  private List<Grant> onKeys(List<byte[]> keys) {
    var found = new ArrayList<Grant>();
    Sql.forChunks(
        keys,
        chunk ->
            found.addAll(
                sql.list(
                    SELECT + "g.resource_key IN " + Sql.placeholders(chunk.size()),
                    JdbcGrants::grant,
                    chunk)));
    return sorted(found);
  }

  @Override
  public List<Grant> onColumnsOf(Table table) {
    return sql.list(
        SELECT + "g.table_id = ? AND g.kind = ? ORDER BY g.id",
        JdbcGrants::grant,
        table.id(),
        Resource.Kind.COLUMN);
  }

  @Override
  public List<Grant> onPartitionsOf(Table table, Collection<Principal> principals) {
    return to(
        principals, "g.table_id = ? AND g.kind = ?", List.of(table.id(), Resource.Kind.PARTITION));
  }

  @Override
  public List<Grant> all(Set<Resource.Kind> kinds) {
    return sql.list(
        SELECT + "g.kind IN " + Sql.placeholders(kinds.size()) + " ORDER BY g.id",
        JdbcGrants::grant,
        List.copyOf(kinds));
  }

  @Override
  public List<Grant> to(Principal principal, Set<Resource.Kind> kinds) {
    return to(
        List.of(principal),
        "g.kind IN " + Sql.placeholders(kinds.size()),
        List.<Object>copyOf(kinds));
  }

  /** Asks by name alone: a user, a group and a role may share one, and are few. */
  private List<Grant> to(Collection<Principal> principals, String condition, List<?> parameters) {
    var wanted = Set.copyOf(principals);
    var names = wanted.stream().map(Principal::name).distinct().toList();
    var found = new ArrayList<Grant>();
    Sql.forChunks(
        names,
        chunk -> {
          var all = new ArrayList<Object>(parameters);
          all.addAll(chunk);
          found.addAll(
              sql.list(
                  SELECT + condition + " AND g.principal_name IN " + Sql.placeholders(chunk.size()),
                  JdbcGrants::grant,
                  all));
        });
    return sorted(found.stream().filter(grant -> wanted.contains(grant.principal())).toList());
  }

  private static List<Grant> sorted(List<Grant> grants) {
    return grants.stream().sorted(Comparator.comparing(Grant::id)).toList();
  }

  @Override
  public void insert(Collection<Grant> grants) {
    mode.requireWritable();
    var known = targets.hold(grants.stream().map(Grant::resource).toList());
    var rows = new ArrayList<List<@Nullable Object>>();
    for (var grant : grants) {
      Limits.name(Entity.PRIVILEGE, grant.principal().name());
      var target = known.get(grant.resource());
      if (target != null) {
        rows.add(row(grant, target));
      }
    }
    try {
      sql.insertRows(INSERT, rows, "");
    } catch (StatementFailure e) {
      // Granted by somebody else, or the resource dropped, since the caller looked.
      throw e.failure() == Failure.FOREIGN_KEY
          ? e.retryWhen(Failure.FOREIGN_KEY)
          : e.retryWhen(Failure.UNIQUE);
    }
  }

  private static List<@Nullable Object> row(Grant grant, Target target) {
    var resourceKey = target.key();
    var grantor = grant.grantor();
    return Arrays.asList(
        resourceKey,
        grantKey(resourceKey, grant),
        grant.resource().kind(),
        target.database(),
        target.table(),
        target.partition(),
        grant.resource() instanceof Resource.OfColumn column ? column.column() : null,
        grant.resource() instanceof Resource.OfConnector connector ? connector.name() : null,
        grant.principal().type(),
        grant.principal().name(),
        grant.privilege(),
        grantor == null ? null : grantor.type(),
        grantor == null ? null : grantor.name(),
        grant.authorizer(),
        grant.passing(),
        grant.grantedAt());
  }

  /** 32 bytes that stand for all in which grants must differ. */
  private static byte[] grantKey(byte[] resourceKey, Grant grant) {
    return Hashes.sha256(
        Json.Texts.write(
            List.of(
                PartitionKey.hex(resourceKey),
                grant.principal().type().name(),
                grant.principal().name(),
                grant.privilege().toUpperCase(Locale.ROOT),
                grant.grantorName().toUpperCase(Locale.ROOT),
                Objects.requireNonNullElse(grant.authorizer(), ""))));
  }

  private static Grant grant(Row row) throws SQLException {
    var grantorType = row.textOrNull(12);
    return new Grant(
        row.number(1),
        resource(row),
        new Principal(OwnerType.valueOf(row.text(9)), row.text(10)),
        row.text(11),
        grantorType == null ? null : new Principal(OwnerType.valueOf(grantorType), row.text(13)),
        row.textOrNull(14),
        Passing.valueOf(row.text(15)),
        row.number(16));
  }

  private static Resource resource(Row row) throws SQLException {
    return switch (Resource.Kind.valueOf(row.text(2))) {
      case GLOBAL -> new Resource.Everything();
      case DATABASE -> new Resource.OfDatabase(new DatabaseName(row.text(3), row.text(4)));
      case TABLE -> new Resource.OfTable(table(row));
      case PARTITION -> new Resource.OfPartition(table(row), Json.Texts.read(row.text(6)));
      case COLUMN -> new Resource.OfColumn(table(row), null, row.text(7));
      case PARTITION_COLUMN ->
          new Resource.OfColumn(table(row), Json.Texts.read(row.text(6)), row.text(7));
      case DATACONNECTOR -> new Resource.OfConnector(row.text(8));
    };
  }

  private static TableName table(Row row) throws SQLException {
    return new DatabaseName(row.text(3), row.text(4)).table(row.text(5));
  }

  @Override
  public void setPassing(Collection<Long> ids, Passing passing) {
    mode.requireWritable();
    Sql.forChunks(
        new HashSet<>(ids),
        chunk -> {
          var parameters = new ArrayList<Object>();
          parameters.add(passing);
          parameters.addAll(chunk);
          sql.update(
              "UPDATE access_grants SET passing = ? WHERE id IN " + Sql.placeholders(chunk.size()),
              parameters);
        });
  }

  @Override
  public void delete(Collection<Long> ids) {
    mode.requireWritable();
    Sql.forChunks(
        ids,
        chunk ->
            sql.update(
                "DELETE FROM access_grants WHERE id IN " + Sql.placeholders(chunk.size()), chunk));
  }

  @Override
  public void deleteTo(Principal principal) {
    mode.requireWritable();
    sql.update(
        "DELETE FROM access_grants WHERE principal_name = ? AND principal_type = ?",
        principal.name(),
        principal.type());
  }

  @Override
  public void deleteOn(Resource.OfConnector connector) {
    mode.requireWritable();
    sql.update(
        "DELETE FROM access_grants WHERE resource_key = ?",
        new Target(connector, null, null, null).key());
  }
}
