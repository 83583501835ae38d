package io.propolis.glue.translate;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.glue.operations.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.DataLakePrincipal;
import software.amazon.awssdk.services.glue.model.DatabaseInput;
import software.amazon.awssdk.services.glue.model.Permission;
import software.amazon.awssdk.services.glue.model.PrincipalPermissions;

/** Databases. */
public final class Databases {
  private static final String PERMISSIONS = "CreateTableDefaultPermissions";
  private static final List<String> KEPT =
      List.of(PERMISSIONS, "TargetDatabase", "FederatedDatabase");

  /** That the catalog gave it its location. */
  private static final String NO_LOCATION = Kept.PREFIX + "noLocation";

  private Databases() {}

  /** A new database as a client described it. */
  public static Database created(Call call, DatabaseName name, DatabaseInput input) {
    return with(call, Database.named(name), input, Map.of());
  }

  /** The new state of a database; what only other doors know of it stays. */
  public static Database changed(Call call, Database current, DatabaseInput input) {
    return with(call, current, input, Kept.ofOthers(current.extras()));
  }

  private static Database with(
      Call call, Database base, DatabaseInput input, Map<String, String> standing) {
    var extras = new LinkedHashMap<>(standing);
    Kept.put(extras, "", input, call.unknown(), KEPT);
    if (isAbsent(input.locationUri())) {
      extras.put(NO_LOCATION, "true");
    }
    return new Database(
        base.name(),
        input.description(),
        isAbsent(input.locationUri()) ? base.location() : input.locationUri(),
        base.managedLocation(),
        Layouts.withoutNulls(input.parameters()),
        base.owner(),
        base.ownerType(),
        base.createdAt(),
        base.remote(),
        extras);
  }

  private static boolean isAbsent(@org.jspecify.annotations.Nullable String location) {
    return location == null || location.isBlank();
  }

  /** The database as clients see it. */
  public static software.amazon.awssdk.services.glue.model.Database reply(
      Call call, Database database) {
    var extras = database.extras();
    var builder =
        software.amazon.awssdk.services.glue.model.Database.builder()
            .name(database.name().name())
            .catalogId(call.catalogId(database.name().catalog()))
            .description(database.description())
            .locationUri(extras.containsKey(NO_LOCATION) ? null : database.location())
            .parameters(database.parameters().isEmpty() ? null : database.parameters())
            .createTime(Times.instant(database.createdAt()));
    if (!extras.containsKey(Kept.PREFIX + PERMISSIONS)) {
      builder.createTableDefaultPermissions(everything());
    }
    var reply = builder.build();
    Kept.restore(extras, "", reply, call.unknown());
    return reply;
  }

  /** What AWS gives databases that do not say: Lake Formation does not restrict them. */
  private static PrincipalPermissions everything() {
    return PrincipalPermissions.builder()
        .principal(
            DataLakePrincipal.builder()
                .dataLakePrincipalIdentifier("IAM_ALLOWED_PRINCIPALS")
                .build())
        .permissions(Permission.ALL)
        .build();
  }
}
