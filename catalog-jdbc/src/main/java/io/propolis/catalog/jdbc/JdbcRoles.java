package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Membership;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Role;
import io.propolis.catalog.store.Roles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class JdbcRoles implements Roles {
  /** One row that always exists stands for all. */
  private static final String GATE = "SELECT 1 FROM access_roles WHERE name = 'admin'";

  private static final String NAMES = "SELECT name FROM access_roles ORDER BY name";
  private static final String EXISTING = "SELECT name FROM access_roles WHERE name IN ";
  private static final String FIND =
      "SELECT name, owner_name, created_at FROM access_roles WHERE name = ?";
  private static final String INSERT =
      "INSERT INTO access_roles (name, owner_name, created_at) VALUES (?, ?, ?)";
  private static final String DELETE = "DELETE FROM access_roles WHERE name = ?";
  private static final String DELETE_HELD =
      "DELETE FROM role_members WHERE member_type = ? AND member_name = ?";
  private static final String SELECT_MEMBER =
      """
      SELECT role_name, member_type, member_name, grantor_type, grantor_name, passing, granted_at
      FROM role_members WHERE\s""";
  private static final String MEMBERS = SELECT_MEMBER + "role_name = ? ORDER BY id";
  private static final String HELD =
      SELECT_MEMBER + "member_type = ? AND member_name = ? ORDER BY id";
  private static final String MEMBER =
      SELECT_MEMBER + "role_name = ? AND member_type = ? AND member_name = ?";
  private static final String ROLES_HELD =
      """
      SELECT r.name, r.owner_name, r.created_at
      FROM role_members m JOIN access_roles r ON r.name = m.role_name
      WHERE m.member_type = ? AND m.member_name = ? ORDER BY m.id""";
  private static final String INSERT_MEMBER =
      """
      INSERT INTO role_members (role_name, member_type, member_name, grantor_type, grantor_name,
             passing, granted_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE_MEMBER =
      """
      UPDATE role_members SET grantor_type = ?, grantor_name = ?, passing = ?, granted_at = ?
      WHERE role_name = ? AND member_type = ? AND member_name = ?""";
  private static final String DELETE_MEMBER =
      "DELETE FROM role_members WHERE role_name = ? AND member_type = ? AND member_name = ?";
  private static final String REACHABLE =
      """
      WITH RECURSIVE reachable (role_name) AS (
        SELECT role_name FROM role_members WHERE %s
        UNION
        SELECT m.role_name
        FROM role_members m
        JOIN reachable r ON m.member_type = 'ROLE' AND m.member_name = r.role_name)
      SELECT role_name FROM reachable ORDER BY role_name""";

  private final Sql sql;
  private final Mode mode;

  JdbcRoles(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void serialise() {
    mode.requireWritable();
    sql.lock(GATE);
  }

  @Override
  public Optional<Role> find(String name) {
    return sql.first(FIND, JdbcRoles::role, name);
  }

  @Override
  public Set<String> existing(Collection<String> names) {
    var existing = new HashSet<String>();
    Sql.forChunks(
        names,
        chunk ->
            existing.addAll(
                sql.list(EXISTING + Sql.placeholders(chunk.size()), row -> row.text(1), chunk)));
    return existing;
  }

  @Override
  public List<String> names() {
    return sql.list(NAMES, row -> row.text(1));
  }

  private static Role role(Row row) throws SQLException {
    return new Role(row.text(1), row.textOrNull(2), row.number(3));
  }

  @Override
  public void insert(Role role) {
    mode.requireWritable();
    Limits.name(Entity.ROLE, role.name());
    try {
      sql.update(INSERT, role.name(), role.owner(), role.createdAt());
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.ROLE, role.name()));
    }
  }

  @Override
  public void delete(String name) {
    mode.requireWritable();
    // Those who hold the role go with it, by their foreign key.
    sql.update(DELETE, name);
    sql.update(DELETE_HELD, OwnerType.ROLE, name);
  }

  @Override
  public void insert(Membership membership) {
    mode.requireWritable();
    Limits.name(Entity.ROLE, membership.member().name());
    var grantor = membership.grantor();
    try {
      sql.update(
          INSERT_MEMBER,
          membership.role(),
          membership.member().type(),
          membership.member().name(),
          grantor == null ? null : grantor.type(),
          grantor == null ? null : grantor.name(),
          membership.passing(),
          membership.grantedAt());
    } catch (StatementFailure e) {
      if (e.failure() == Failure.FOREIGN_KEY) {
        throw notFound(Entity.ROLE, membership.role());
      }
      throw e.as(
          Failure.UNIQUE,
          () ->
              alreadyExists(Entity.ROLE, membership.role() + " of " + membership.member().name()));
    }
  }

  @Override
  public void update(Membership membership) {
    mode.requireWritable();
    var grantor = membership.grantor();
    int found =
        sql.update(
            UPDATE_MEMBER,
            grantor == null ? null : grantor.type(),
            grantor == null ? null : grantor.name(),
            membership.passing(),
            membership.grantedAt(),
            membership.role(),
            membership.member().type(),
            membership.member().name());
    if (found == 0) {
      throw notFound(Entity.ROLE, membership.role() + " of " + membership.member().name());
    }
  }

  @Override
  public void delete(String role, Principal member) {
    mode.requireWritable();
    sql.update(DELETE_MEMBER, role, member.type(), member.name());
  }

  @Override
  public Optional<Membership> find(String role, Principal member) {
    return sql.first(MEMBER, JdbcRoles::membership, role, member.type(), member.name());
  }

  @Override
  public List<Membership> membersOf(String role) {
    return sql.list(MEMBERS, JdbcRoles::membership, role);
  }

  @Override
  public List<Membership> heldBy(Principal member) {
    return sql.list(HELD, JdbcRoles::membership, member.type(), member.name());
  }

  @Override
  public List<Role> rolesOf(Principal member) {
    return sql.list(ROLES_HELD, JdbcRoles::role, member.type(), member.name());
  }

  private static Membership membership(Row row) throws SQLException {
    return new Membership(
        row.text(1),
        principal(row, 2),
        row.textOrNull(4) == null ? null : principal(row, 4),
        Passing.valueOf(row.text(6)),
        row.number(7));
  }

  private static Principal principal(Row row, int column) throws SQLException {
    return new Principal(OwnerType.valueOf(row.text(column)), row.text(column + 1));
  }

  @Override
  public Set<String> reachableFrom(Collection<Principal> members) {
    var reachable = new LinkedHashSet<String>();
    Sql.forChunks(
        members,
        chunk -> {
          var conditions = new ArrayList<String>();
          var parameters = new ArrayList<@Nullable Object>();
          for (var type : OwnerType.values()) {
            var names = chunk.stream().filter(m -> m.type() == type).map(Principal::name).toList();
            if (!names.isEmpty()) {
              conditions.add(
                  "member_type = ? AND member_name IN " + Sql.placeholders(names.size()));
              parameters.add(type);
              parameters.addAll(names);
            }
          }
          reachable.addAll(
              sql.list(
                  REACHABLE.formatted(String.join(" OR ", conditions)),
                  row -> row.text(1),
                  parameters));
        });
    return reachable;
  }
}
