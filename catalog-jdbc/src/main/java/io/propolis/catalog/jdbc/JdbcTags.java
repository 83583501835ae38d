package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.Tags;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class JdbcTags implements Tags {
  private static final String OF =
      "SELECT subject, tag_key, tag_value FROM resource_tags WHERE subject IN ";
  private static final String INSERT =
      "INSERT INTO resource_tags (subject, tag_key, tag_value) VALUES";
  private static final String DELETE =
      "DELETE FROM resource_tags WHERE subject = ? AND tag_key IN ";
  private static final String DELETE_ALL = "DELETE FROM resource_tags WHERE subject IN ";
  private static final String MOVE = "UPDATE resource_tags SET subject = ? WHERE subject = ?";

  private record Tag(String subject, String key, String value) {}

  private final Sql sql;
  private final Mode mode;

  JdbcTags(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Map<String, String> of(String subject) {
    return ofAll(List.of(subject)).getOrDefault(subject, Map.of());
  }

  @Override
  public Map<String, Map<String, String>> ofAll(Collection<String> subjects) {
    var tags = new HashMap<String, Map<String, String>>();
    Sql.forChunks(
        subjects,
        chunk ->
            sql.list(OF + Sql.placeholders(chunk.size()), JdbcTags::tag, chunk)
                .forEach(
                    tag ->
                        tags.computeIfAbsent(tag.subject(), each -> new TreeMap<>())
                            .put(tag.key(), tag.value())));
    return tags;
  }

  private static Tag tag(Row row) throws SQLException {
    return new Tag(row.text(1), row.text(2), row.text(3));
  }

  @Override
  public void put(String subject, Map<String, String> tags) {
    mode.requireWritable();
    sql.insertRows(
        INSERT,
        new TreeMap<>(tags)
            .entrySet().stream()
                .map(tag -> List.of(subject, tag.getKey(), tag.getValue()))
                .toList(),
        sql.dialect().replacingDuplicates(List.of("subject", "tag_key"), List.of("tag_value")));
  }

  @Override
  public void delete(String subject, Collection<String> keys) {
    mode.requireWritable();
    Sql.forChunks(
        keys,
        chunk -> {
          var parameters = new ArrayList<String>(chunk.size() + 1);
          parameters.add(subject);
          parameters.addAll(chunk);
          sql.updateLater(DELETE + Sql.placeholders(chunk.size()), parameters);
        });
  }

  @Override
  public void deleteAll(Collection<String> subjects) {
    mode.requireWritable();
    Sql.forChunks(
        subjects, chunk -> sql.updateLater(DELETE_ALL + Sql.placeholders(chunk.size()), chunk));
  }

  @Override
  public void move(String from, String to) {
    mode.requireWritable();
    sql.updateLater(MOVE, to, from);
  }
}
