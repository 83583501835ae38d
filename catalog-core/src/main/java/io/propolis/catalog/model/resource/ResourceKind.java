package io.propolis.catalog.model.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is, by the noun that AWS Glue has for it. Names of all kinds keep their case and
 * are told apart by it. Constants are stored by name.
 */
public enum ResourceKind {
  ASSET("Asset"),
  BLUEPRINT("Blueprint", "blueprint"),
  CATALOG_EXPORT_CONFIGURATION("Data catalog export configuration"),
  CLASSIFIER("Classifier"),
  COLUMN_STATISTICS_TASK_SETTINGS(
      "Column statistics task settings", Scope.TABLE, null, "columnStatisticsTaskSettings"),
  CLIENT_TOKEN("Client token"),
  CONNECTION("Connection", "connection"),
  CONNECTION_TYPE("Connection type", "connectionType"),
  CRAWLER("Crawler", "crawler"),
  CUSTOM_ENTITY_TYPE("Custom entity type", "customEntityType"),
  DATA_QUALITY_RESULT("Data quality result"),
  DATA_QUALITY_RULESET("Data quality ruleset", "dataQualityRuleset"),
  ENCRYPTION_SETTINGS("Data catalog encryption settings"),
  FORM_TYPE("Form type"),
  GLOSSARY("Glossary"),
  GLOSSARY_NAME("Glossary"),
  GLOSSARY_TERM("Glossary term", GLOSSARY),
  GLOSSARY_TERM_NAME("Glossary term", GLOSSARY),
  IDENTITY_CENTER_CONFIGURATION("Glue Identity Center configuration"),
  INTEGRATION_RESOURCE_PROPERTY("Integration resource property", "integrationResourceProperty"),
  INTEGRATION_TABLE_PROPERTIES("Integration table properties"),
  PARTITION_INDEX("Partition index", Scope.TABLE),
  RESOURCE_POLICY("Resource policy"),
  SECURITY_CONFIGURATION("Security configuration"),
  TABLE_OPTIMIZER("Table optimizer", Scope.TABLE),
  USAGE_PROFILE("Usage profile", "usageProfile");

  /** What a resource belongs to, if not to another resource. */
  public enum Scope {
    CATALOG,

    /** Its parent is the id of a table: it follows the table to another name and goes with it. */
    TABLE
  }

  private static final List<ResourceKind> OF_TABLES =
      Arrays.stream(values()).filter(kind -> kind.scope == Scope.TABLE).toList();

  private final String noun;
  private final Scope scope;
  private final @Nullable ResourceKind parent;
  private final @Nullable String arnType;

  ResourceKind(String noun) {
    this(noun, Scope.CATALOG, null, null);
  }

  ResourceKind(String noun, String arnType) {
    this(noun, Scope.CATALOG, null, arnType);
  }

  ResourceKind(String noun, Scope scope) {
    this(noun, scope, null, null);
  }

  ResourceKind(String noun, ResourceKind parent) {
    this(noun, Scope.CATALOG, parent, null);
  }

  ResourceKind(String noun, Scope scope, @Nullable ResourceKind parent, @Nullable String arnType) {
    this.noun = noun;
    this.scope = scope;
    this.parent = parent;
    this.arnType = arnType;
  }

  /** "Crawler", as messages call it. */
  public String noun() {
    return noun;
  }

  public Scope scope() {
    return scope;
  }

  /** The kind of those that resources of this kind belong to; empty when they stand alone. */
  public Optional<ResourceKind> parent() {
    return Optional.ofNullable(parent);
  }

  /** "crawler", as ARNs have it before the name; empty for what cannot be tagged. */
  public Optional<String> arnType() {
    return Optional.ofNullable(arnType);
  }

  /** The kinds of those that go with a resource of this kind. */
  public List<ResourceKind> children() {
    return Arrays.stream(values()).filter(kind -> kind.parent == this).toList();
  }

  /** The kinds of those that go with a table. */
  public static List<ResourceKind> ofTables() {
    return OF_TABLES;
  }

  public static Optional<ResourceKind> ofArnType(String type) {
    return Arrays.stream(values()).filter(kind -> type.equals(kind.arnType)).findFirst();
  }
}
