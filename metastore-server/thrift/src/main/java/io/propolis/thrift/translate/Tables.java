package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.WriteStamps;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.Table._Fields;
import org.jspecify.annotations.Nullable;

/** Tables and views. */
public final class Tables {
  private static final Leftovers<org.apache.hadoop.hive.metastore.api.Table, _Fields> LEFTOVERS =
      new Leftovers<>(
          org.apache.hadoop.hive.metastore.api.Table::new,
          _Fields.TEMPORARY,
          _Fields.CREATION_METADATA,
          _Fields.ACCESS_TYPE,
          _Fields.REQUIRED_READ_CAPABILITIES,
          _Fields.REQUIRED_WRITE_CAPABILITIES,
          _Fields.FILE_METADATA,
          _Fields.DICTIONARY,
          _Fields.TXN_ID);

  /** Key of the extra that holds a type which is none of Hive's. */
  static final String OTHER_TYPE = "hms.tableType";

  private Tables() {}

  /**
   * The table a client described; {@code id} is what it sent, which the catalog replaces.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when a name is missing
   */
  public static Table table(org.apache.hadoop.hive.metastore.api.@Nullable Table bean) {
    if (bean == null) {
      throw invalid(Entity.TABLE, "The request gives no table");
    }
    var sd = bean.getSd();
    return Table.builder(HiveNames.table(bean.getCatName(), bean.getDbName(), bean.getTableName()))
        .id(bean.getId())
        .type(type(bean.getTableType()))
        .owner(bean.getOwner())
        .ownerType(Owners.type(bean.getOwnerType()))
        .createdAt(Times.millis(bean.getCreateTime()))
        .lastAccessedAt(Times.millis(bean.getLastAccessTime()))
        .retention(bean.getRetention())
        .layout(Layouts.layout(sd))
        .location(sd == null ? null : sd.getLocation())
        .partitionKeys(Layouts.columns(bean.getPartitionKeys()))
        .parameters(Layouts.orEmpty(bean.getParameters()))
        .viewOriginalText(bean.getViewOriginalText())
        .viewExpandedText(bean.getViewExpandedText())
        .rewriteEnabled(bean.isRewriteEnabled())
        .extras(extras(bean))
        .build();
  }

  public static org.apache.hadoop.hive.metastore.api.Table bean(Table table) {
    var bean = new org.apache.hadoop.hive.metastore.api.Table();
    bean.setCatName(table.name().database().catalog());
    bean.setDbName(table.name().database().name());
    bean.setTableName(table.name().name());
    bean.setTableType(table.type().name());
    bean.setOwner(table.owner());
    bean.setOwnerType(Owners.bean(table.ownerType()));
    bean.setCreateTime(Times.seconds(table.createdAt()));
    bean.setLastAccessTime(Times.seconds(table.lastAccessedAt()));
    bean.setRetention(table.retention());
    bean.setSd(Layouts.bean(table.layout(), table.location()));
    bean.setPartitionKeys(Layouts.fields(table.partitionKeys()));
    bean.setParameters(table.parameters());
    bean.setViewOriginalText(table.viewOriginalText());
    bean.setViewExpandedText(table.viewExpandedText());
    bean.setRewriteEnabled(table.rewriteEnabled());
    if (table.id() > 0) {
      bean.setId(table.id());
    }
    long stamp = WriteStamps.of(table.extras());
    if (stamp > 0) {
      bean.setWriteId(stamp);
    }
    LEFTOVERS.restore(table.extras(), bean);
    var otherType = table.extras().getOrDefault(OTHER_TYPE, "");
    if (!otherType.isEmpty()) {
      bean.setTableType(otherType);
    }
    return bean;
  }

  /**
   * The extras of a table that another generation writes back. How a materialized view was made is
   * one field to Hive 3, and less of it than to Hive 4: what it leaves out stays while the view is
   * made of the same tables.
   */
  static Map<String, String> survivingExtras(
      Map<String, String> current, Map<String, String> requested) {
    var before = (CreationMetadata) LEFTOVERS.value(current, _Fields.CREATION_METADATA);
    var sent = (CreationMetadata) LEFTOVERS.value(requested, _Fields.CREATION_METADATA);
    if (before == null
        || sent == null
        || sent.isSetSourceTables()
        || !Objects.equals(before.getTablesUsed(), sent.getTablesUsed())) {
      return requested;
    }
    sent.setSourceTables(before.getSourceTables());
    var whole = new LinkedHashMap<>(requested);
    LEFTOVERS.put(whole, _Fields.CREATION_METADATA, sent);
    return whole;
  }

  private static Map<String, String> extras(org.apache.hadoop.hive.metastore.api.Table bean) {
    var extras = new LinkedHashMap<>(LEFTOVERS.extras(bean));
    if (bean.isSetWriteId() && bean.getWriteId() > 0) {
      extras.put(WriteStamps.KEY, Long.toString(bean.getWriteId()));
    }
    var name = bean.getTableType();
    if (name != null && standard(name).isEmpty() && !name.isEmpty()) {
      extras.put(OTHER_TYPE, name);
    }
    return extras;
  }

  /**
   * By the name of the type. A client that gives none means a managed table, and as one Hive treats
   * a table of any other type, whose name it keeps.
   */
  private static TableType type(@Nullable String name) {
    return name == null ? TableType.MANAGED_TABLE : standard(name).orElse(TableType.MANAGED_TABLE);
  }

  private static Optional<TableType> standard(String name) {
    return Stream.of(TableType.values())
        .filter(type -> type.name().equalsIgnoreCase(name))
        .findFirst();
  }
}
