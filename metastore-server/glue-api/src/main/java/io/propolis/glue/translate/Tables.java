package io.propolis.glue.translate;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.TableRules;
import io.propolis.glue.operations.Call;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Tables and views. */
public final class Tables {
  private static final List<String> KEPT =
      List.of("Description", "LastAnalyzedTime", "TargetTable", "ViewDefinition", "FederatedTable");

  private static final String KEYS_PATH = "PartitionKeys.";

  /** The name of the type that was sent, "" for none, and what it is to the catalog. */
  private static final String TYPE = Kept.PREFIX + "type";

  private static final String TYPE_MEANT = Kept.PREFIX + "typeMeant";

  /** The location that the catalog gave because the client gave none. */
  private static final String GIVEN_LOCATION = Kept.PREFIX + "location";

  private static final String NO_DESCRIPTOR = Kept.PREFIX + "noDescriptor";
  private static final String CREATED_BY = Kept.PREFIX + "createdBy";
  private static final String UPDATED_AT = Kept.PREFIX + "updatedAt";

  private Tables() {}

  /** A new table as a client described it. */
  public static Table created(Call call, Database database, TableInput input) {
    var table = Table.builder(database.name().table(input.name())).build();
    return with(call, table, database, input, Map.of(CREATED_BY, call.userArn()));
  }

  /** The new state of a table; what only other doors know of it stays. */
  public static Table changed(Call call, Table current, TableInput input) {
    var extras = Kept.ofOthers(current.extras());
    var createdBy = current.extras().get(CREATED_BY);
    if (createdBy != null) {
      extras.put(CREATED_BY, createdBy);
    }
    return with(call, current, null, input, extras);
  }

  private static Table with(
      Call call,
      Table base,
      @Nullable Database database,
      TableInput input,
      Map<String, String> standing) {
    var unknown = call.unknown();
    var extras = new LinkedHashMap<>(standing);
    Kept.put(extras, "", input, unknown, KEPT);
    Layouts.keep(extras, input.storageDescriptor(), unknown);
    input.partitionKeys().forEach(key -> Layouts.keepColumn(extras, KEYS_PATH, key, unknown));
    extras.put(UPDATED_AT, Long.toString(call.clock().millis()));
    var sent = Layouts.withoutNulls(input.parameters());
    var type = type(input.tableType());
    var parameters = Added.parameters(sent, needed(type), extras);
    noteType(extras, input.tableType(), type, parameters);
    var sd = input.storageDescriptor();
    if (sd == null) {
      extras.put(NO_DESCRIPTOR, "true");
    }
    return base.toBuilder()
        .type(type)
        .owner(input.owner())
        .ownerType(base.id() == 0 ? OwnerType.USER : base.ownerType())
        .createdAt(0)
        .lastAccessedAt(Times.millis(input.lastAccessTime()))
        .retention(Objects.requireNonNullElse(input.retention(), 0))
        .layout(Layouts.layout(sd))
        .location(location(base, database, type, sd == null ? null : sd.location(), extras))
        .partitionKeys(Layouts.columns(input.partitionKeys()))
        .parameters(parameters)
        .viewOriginalText(input.viewOriginalText())
        .viewExpandedText(input.viewExpandedText())
        .extras(extras)
        .build();
  }

  private static @Nullable String location(
      Table base,
      @Nullable Database database,
      TableType type,
      @Nullable String sent,
      Map<String, String> extras) {
    if (type.isView() || (sent != null && !sent.isBlank())) {
      return sent;
    }
    var given =
        database == null
            ? base.location()
            : TableRules.defaultLocation(database, type, base.name().name());
    if (given != null) {
      extras.put(GIVEN_LOCATION, given);
    }
    return given;
  }

  private static Map<String, String> needed(TableType type) {
    return type == TableType.EXTERNAL_TABLE ? Map.of(TableRules.EXTERNAL, "TRUE") : Map.of();
  }

  /**
   * A table of no type, or of one that Hive has not, is external: what Glue drops keeps its data.
   */
  private static TableType type(@Nullable String name) {
    return Stream.of(TableType.values())
        .filter(type -> type.name().equalsIgnoreCase(name) && type != TableType.INDEX_TABLE)
        .findFirst()
        .orElse(TableType.EXTERNAL_TABLE);
  }

  private static void noteType(
      Map<String, String> extras,
      @Nullable String sent,
      TableType type,
      Map<String, String> parameters) {
    boolean isOfData = type == TableType.MANAGED_TABLE || type == TableType.EXTERNAL_TABLE;
    var meant =
        !isOfData
            ? type
            : "TRUE".equalsIgnoreCase(parameters.get(TableRules.EXTERNAL))
                ? TableType.EXTERNAL_TABLE
                : TableType.MANAGED_TABLE;
    if (!meant.name().equals(sent)) {
      extras.put(TYPE, sent == null ? "" : sent);
      extras.put(TYPE_MEANT, meant.name());
    }
  }

  /** The table as clients see it. */
  public static software.amazon.awssdk.services.glue.model.Table reply(Call call, Table table) {
    var unknown = call.unknown();
    var extras = table.extras();
    var location =
        Objects.equals(extras.get(GIVEN_LOCATION), table.location()) ? null : table.location();
    var builder =
        software.amazon.awssdk.services.glue.model.Table.builder()
            .name(table.name().name())
            .databaseName(table.name().database().name())
            .catalogId(call.catalogId(table.name().database().catalog()))
            .owner(table.owner())
            .createTime(Times.instant(table.createdAt()))
            .updateTime(updatedAt(table))
            .lastAccessTime(Times.instant(table.lastAccessedAt()))
            .retention(table.retention())
            .partitionKeys(Layouts.columns(table.partitionKeys(), extras, KEYS_PATH, unknown))
            .viewOriginalText(table.viewOriginalText())
            .viewExpandedText(table.viewExpandedText())
            .tableType(shownType(table))
            .parameters(Added.shown(table.parameters(), extras))
            .createdBy(extras.get(CREATED_BY))
            .isRegisteredWithLakeFormation(false)
            .versionId(Long.toString(table.version()));
    if (!extras.containsKey(NO_DESCRIPTOR) || hasLayout(table)) {
      builder.storageDescriptor(Layouts.descriptor(table.layout(), location, extras, unknown));
    }
    var reply = builder.build();
    Kept.restore(extras, "", reply, unknown);
    return reply;
  }

  /** Another door may have given it one since. */
  private static boolean hasLayout(Table table) {
    return !table.layout().equals(io.propolis.catalog.model.StorageLayout.EMPTY);
  }

  private static @Nullable String shownType(Table table) {
    var sent = table.extras().get(TYPE);
    if (sent == null || !table.type().name().equals(table.extras().get(TYPE_MEANT))) {
      return table.type().name();
    }
    return sent.isEmpty() ? null : sent;
  }

  private static @Nullable Instant updatedAt(Table table) {
    long latest =
        Stream.of(table.extras().get(UPDATED_AT), ddlMillis(table))
            .filter(Objects::nonNull)
            .mapToLong(Tables::number)
            .max()
            .orElse(0);
    return Times.instant(Math.max(latest, table.createdAt()));
  }

  private static @Nullable String ddlMillis(Table table) {
    var seconds = table.parameters().get(TableRules.LAST_DDL_TIME);
    return seconds == null ? null : seconds + "000";
  }

  /** Clients may put anything into a parameter. */
  private static long number(String digits) {
    return digits.matches("\\d{1,16}") ? Long.parseLong(digits) : 0;
  }
}
