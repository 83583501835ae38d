package io.propolis.glue.translate;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Names;
import io.propolis.glue.operations.Call;
import io.propolis.glue.wire.GlueException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Catalog;
import software.amazon.awssdk.services.glue.model.CatalogInput;
import software.amazon.awssdk.services.glue.model.CatalogProperties;

/** Catalogs. What the catalog's record has no place for is kept beside it. */
public final class Catalogs {
  private static final List<String> KEPT =
      List.of(
          "Parameters",
          "CatalogProperties",
          "CreateTableDefaultPermissions",
          "CreateDatabaseDefaultPermissions",
          "AllowFullTableExternalDataAccess");

  private static final String UPDATED_AT = Kept.PREFIX + "updatedAt";

  private Catalogs() {}

  /**
   * A new catalog as a client described it, below the folder of the account's own.
   *
   * @throws GlueException InvalidInputException for what this server could not keep its word about
   */
  public static CatalogDefinition created(
      Call call, String name, CatalogDefinition root, CatalogInput input) {
    var folder = root.location();
    return new CatalogDefinition(
        name,
        input.description(),
        folder == null ? null : Locations.child(folder, Names.fold(name)),
        0,
        extras(call, input, Map.of()));
  }

  /** The new state of a catalog; what only other doors know of it stays. */
  public static CatalogDefinition changed(
      Call call, CatalogDefinition current, CatalogInput input) {
    return new CatalogDefinition(
        current.name(),
        input.description(),
        current.location(),
        current.createdAt(),
        extras(call, input, Kept.ofOthers(current.extras())));
  }

  private static Map<String, String> extras(
      Call call, CatalogInput input, Map<String, String> standing) {
    refuse(input.federatedCatalog(), "FederatedCatalog");
    refuse(input.targetRedshiftCatalog(), "TargetRedshiftCatalog");
    check(input.catalogProperties());
    var extras = new LinkedHashMap<>(standing);
    Kept.put(extras, "", input, call.unknown(), KEPT);
    extras.put(UPDATED_AT, Long.toString(call.clock().millis()));
    return extras;
  }

  private static void refuse(@Nullable Object member, String name) {
    if (member != null) {
      throw GlueException.invalidInput(
          name + " is not supported by this server: it reads no catalogs of other systems");
    }
  }

  private static void check(@Nullable CatalogProperties properties) {
    if (properties == null) {
      return;
    }
    var access = properties.dataLakeAccessProperties();
    if (access != null && Boolean.TRUE.equals(access.dataLakeAccess())) {
      throw GlueException.invalidInput(
          "DataLakeAccess is not supported by this server: it manages no storage of Redshift");
    }
  }

  /** The catalog as clients see it. */
  public static Catalog reply(Call call, CatalogDefinition catalog) {
    boolean isRoot = catalog.name().equals(Names.DEFAULT_CATALOG);
    var reply =
        Catalog.builder()
            .catalogId(call.catalogId(catalog.name()))
            .name(isRoot ? call.settings().accountId() : catalog.name())
            .resourceArn(call.settings().arn(isRoot ? "catalog" : "catalog/" + catalog.name()))
            .description(catalog.description())
            .createTime(Times.instant(catalog.createdAt()))
            .updateTime(updatedAt(catalog))
            .build();
    Kept.restore(catalog.extras(), "", reply, call.unknown());
    return reply;
  }

  private static @Nullable Instant updatedAt(CatalogDefinition catalog) {
    return Optional.ofNullable(catalog.extras().get(UPDATED_AT))
        .map(millis -> Times.instant(Long.parseLong(millis)))
        .orElseGet(() -> Times.instant(catalog.createdAt()));
  }
}
