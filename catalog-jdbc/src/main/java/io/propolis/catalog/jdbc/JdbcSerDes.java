package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.store.SerDes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class JdbcSerDes implements SerDes {
  static final Json<SerDe> JSON = Json.of(new TypeReference<>() {});

  private static final String FIND = "SELECT definition FROM named_serdes WHERE name = ?";
  private static final String INSERT = "INSERT INTO named_serdes (name, definition) VALUES (?, ?)";

  private final Sql sql;
  private final Mode mode;

  JdbcSerDes(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  static @Nullable String textOrNull(@Nullable SerDe serDe) {
    return serDe == null ? null : JSON.write(serDe);
  }

  @Override
  public Optional<SerDe> find(String name) {
    return sql.first(FIND, row -> JSON.read(row.text(1)), name);
  }

  @Override
  public void insert(SerDe serDe) {
    mode.requireWritable();
    var name = serDe.name();
    if (name == null) {
      throw invalid(Entity.SERDE, "A SerDe needs a name: " + serDe);
    }
    Limits.name(Entity.SERDE, name);
    try {
      sql.update(INSERT, name, JSON.write(serDe));
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.SERDE, name));
    }
  }
}
