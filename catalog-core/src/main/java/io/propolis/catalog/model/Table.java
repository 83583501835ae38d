package io.propolis.catalog.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table or view.
 *
 * @param id assigned by the store, never reused; 0 before it is stored
 * @param version 0 for a new table, one more with every change (Glue's {@code VersionId})
 * @param createdAt epoch milliseconds; 0 lets the catalog fill it
 * @param lastAccessedAt epoch milliseconds; 0 when unknown
 * @param location folder of the data; absent for views
 * @param extras what a door carries that no component holds, by door-qualified key
 */
public record Table(
    TableName name,
    long id,
    long version,
    TableType type,
    @Nullable String owner,
    OwnerType ownerType,
    long createdAt,
    long lastAccessedAt,
    int retention,
    StorageLayout layout,
    @Nullable String location,
    List<Column> partitionKeys,
    Map<String, String> parameters,
    @Nullable String viewOriginalText,
    @Nullable String viewExpandedText,
    boolean rewriteEnabled,
    Map<String, String> extras) {
  public Table {
    partitionKeys = List.copyOf(partitionKeys);
    parameters = Maps.copy(parameters);
    extras = Maps.copy(extras);
  }

  public static Builder builder(TableName name) {
    return new Builder(name);
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  public boolean isPartitioned() {
    return !partitionKeys.isEmpty();
  }

  public Optional<String> parameter(String key) {
    return Optional.ofNullable(parameters.get(key));
  }

  public Table withParameter(String key, String value) {
    var changed = new LinkedHashMap<>(parameters);
    changed.put(key, value);
    return toBuilder().parameters(changed).build();
  }

  public Table withoutParameter(String key) {
    if (!parameters.containsKey(key)) {
      return this;
    }
    var changed = new LinkedHashMap<>(parameters);
    changed.remove(key);
    return toBuilder().parameters(changed).build();
  }

  /** Collects the components of a {@link Table}; unset ones are empty. */
  public static final class Builder {
    private TableName name;
    private long id;
    private long version;
    private TableType type = TableType.MANAGED_TABLE;
    private @Nullable String owner;
    private OwnerType ownerType = OwnerType.USER;
    private long createdAt;
    private long lastAccessedAt;
    private int retention;
    private StorageLayout layout = StorageLayout.EMPTY;
    private @Nullable String location;
    private List<Column> partitionKeys = List.of();
    private Map<String, String> parameters = Map.of();
    private @Nullable String viewOriginalText;
    private @Nullable String viewExpandedText;
    private boolean rewriteEnabled;
    private Map<String, String> extras = Map.of();

    private Builder(TableName name) {
      this.name = name;
    }

    private Builder(Table table) {
      name = table.name;
      id = table.id;
      version = table.version;
      type = table.type;
      owner = table.owner;
      ownerType = table.ownerType;
      createdAt = table.createdAt;
      lastAccessedAt = table.lastAccessedAt;
      retention = table.retention;
      layout = table.layout;
      location = table.location;
      partitionKeys = table.partitionKeys;
      parameters = table.parameters;
      viewOriginalText = table.viewOriginalText;
      viewExpandedText = table.viewExpandedText;
      rewriteEnabled = table.rewriteEnabled;
      extras = table.extras;
    }

    public Builder name(TableName value) {
      name = value;
      return this;
    }

    public Builder id(long value) {
      id = value;
      return this;
    }

    public Builder version(long value) {
      version = value;
      return this;
    }

    public Builder type(TableType value) {
      type = value;
      return this;
    }

    public Builder owner(@Nullable String value) {
      owner = value;
      return this;
    }

    public Builder ownerType(OwnerType value) {
      ownerType = value;
      return this;
    }

    public Builder createdAt(long millis) {
      createdAt = millis;
      return this;
    }

    public Builder lastAccessedAt(long millis) {
      lastAccessedAt = millis;
      return this;
    }

    public Builder retention(int value) {
      retention = value;
      return this;
    }

    public Builder layout(StorageLayout value) {
      layout = value;
      return this;
    }

    public Builder location(@Nullable String value) {
      location = value;
      return this;
    }

    public Builder partitionKeys(List<Column> value) {
      partitionKeys = value;
      return this;
    }

    public Builder parameters(Map<String, String> value) {
      parameters = value;
      return this;
    }

    public Builder viewOriginalText(@Nullable String value) {
      viewOriginalText = value;
      return this;
    }

    public Builder viewExpandedText(@Nullable String value) {
      viewExpandedText = value;
      return this;
    }

    public Builder rewriteEnabled(boolean value) {
      rewriteEnabled = value;
      return this;
    }

    public Builder extras(Map<String, String> value) {
      extras = value;
      return this;
    }

    public Table build() {
      return new Table(
          name,
          id,
          version,
          type,
          owner,
          ownerType,
          createdAt,
          lastAccessedAt,
          retention,
          layout,
          location,
          partitionKeys,
          parameters,
          viewOriginalText,
          viewExpandedText,
          rewriteEnabled,
          extras);
    }
  }
}
