package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.catalog.model.schemas.Schema;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.catalog.model.schemas.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.SchemaCompatibility;
import org.apache.hadoop.hive.metastore.api.SchemaType;
import org.apache.hadoop.hive.metastore.api.SchemaValidation;
import org.apache.hadoop.hive.metastore.api.SchemaVersionDescriptor;
import org.apache.hadoop.hive.metastore.api.SchemaVersionState;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.Type;
import org.jspecify.annotations.Nullable;

/** Schemas of the registry, their versions and SerDes, and named types. */
public final class Schemas {
  private Schemas() {}

  /** Throws INVALID when a name is missing. */
  public static SchemaName name(@Nullable ISchemaName bean) {
    if (bean == null) {
      throw invalid(Entity.SCHEMA, "The request names no schema");
    }
    return name(bean.getCatName(), bean.getDbName(), bean.getSchemaName());
  }

  private static SchemaName name(
      @Nullable String catalog, @Nullable String database, @Nullable String schema) {
    return new SchemaName(
        HiveNames.database(catalog, database), required(Entity.SCHEMA, "schema name", schema));
  }

  private static ISchemaName bean(SchemaName name) {
    return new ISchemaName(name.database().catalog(), name.database().name(), name.name());
  }

  /** Throws INVALID when a name or one of the required settings is missing. */
  public static Schema schema(@Nullable ISchema bean) {
    if (bean == null) {
      throw invalid(Entity.SCHEMA, "The request gives no schema");
    }
    var name = name(bean.getCatName(), bean.getDbName(), bean.getName());
    if (bean.getSchemaType() == null
        || bean.getCompatibility() == null
        || bean.getValidationLevel() == null) {
      throw invalid(
          Entity.SCHEMA,
          "Schema " + name + " needs a type, a compatibility and a validation level");
    }
    return new Schema(
        name,
        Schema.Type.valueOf(bean.getSchemaType().name()),
        Schema.Compatibility.valueOf(bean.getCompatibility().name()),
        Schema.Validation.valueOf(bean.getValidationLevel().name()),
        bean.isCanEvolve(),
        bean.getSchemaGroup(),
        bean.getDescription());
  }

  public static ISchema bean(Schema schema) {
    var name = schema.name();
    var bean =
        new ISchema(
            SchemaType.valueOf(schema.type().name()),
            name.name(),
            name.database().catalog(),
            name.database().name(),
            SchemaCompatibility.valueOf(schema.compatibility().name()),
            SchemaValidation.valueOf(schema.validation().name()),
            schema.canEvolve());
    bean.setSchemaGroup(schema.group());
    bean.setDescription(schema.description());
    return bean;
  }

  /** Throws INVALID when a name is missing. */
  public static SchemaVersion.Id id(@Nullable SchemaVersionDescriptor bean) {
    if (bean == null) {
      throw invalid(Entity.SCHEMA, "The request names no version of a schema");
    }
    return name(bean.getSchema()).version(bean.getVersion());
  }

  public static SchemaVersionDescriptor bean(SchemaVersion.Id id) {
    return new SchemaVersionDescriptor(bean(id.schema()), id.version());
  }

  /** Throws INVALID when a name is missing. */
  public static SchemaVersion version(
      org.apache.hadoop.hive.metastore.api.@Nullable SchemaVersion bean) {
    if (bean == null) {
      throw invalid(Entity.SCHEMA, "The request gives no version of a schema");
    }
    var serDe = bean.getSerDe();
    return new SchemaVersion(
        name(bean.getSchema()).version(bean.getVersion()),
        bean.getCreatedAt(),
        Layouts.columns(bean.getCols()),
        bean.getState() == null ? null : state(bean.getState()),
        bean.getDescription(),
        bean.getSchemaText(),
        bean.getFingerprint(),
        bean.getName(),
        serDe == null ? null : Layouts.serDe(serDe));
  }

  public static org.apache.hadoop.hive.metastore.api.SchemaVersion bean(SchemaVersion version) {
    var bean =
        new org.apache.hadoop.hive.metastore.api.SchemaVersion(
            bean(version.id().schema()),
            version.id().version(),
            version.createdAt(),
            Layouts.fields(version.columns()));
    if (version.state() != null) {
      bean.setState(SchemaVersionState.valueOf(version.state().name()));
    }
    bean.setDescription(version.description());
    bean.setSchemaText(version.text());
    bean.setFingerprint(version.fingerprint());
    bean.setName(version.name());
    if (version.serDe() != null) {
      bean.setSerDe(Layouts.bean(version.serDe()));
    }
    return bean;
  }

  /** Throws INVALID when the request gives none. */
  public static SchemaVersion.State state(@Nullable SchemaVersionState state) {
    if (state == null) {
      throw invalid(Entity.SCHEMA, "The request gives no state");
    }
    return SchemaVersion.State.valueOf(state.name());
  }

  public static SerDe serDe(SerDeInfo bean) {
    return Layouts.serDe(bean);
  }

  public static SerDeInfo bean(SerDe serDe) {
    return Layouts.bean(serDe);
  }

  /** Throws INVALID when the name is missing. */
  public static NamedType type(Type bean) {
    return new NamedType(
        required(Entity.TYPE, "name of a type", bean.getName()),
        bean.getType1(),
        bean.getType2(),
        Layouts.columns(bean.getFields()));
  }

  public static Type bean(NamedType type) {
    var bean = new Type();
    bean.setName(type.name());
    bean.setType1(type.element());
    bean.setType2(type.value());
    bean.setFields(Layouts.fields(type.fields()));
    return bean;
  }
}
