package io.propolis.glue.operations;

import io.propolis.catalog.StatisticsSettingsOperations;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.model.resource.Taggable;
import io.propolis.glue.wire.GlueException;
import java.util.regex.Pattern;

/**
 * What the ARNs of Glue name: {@code arn:aws:glue:eu-west-1:123456789012:table/sales/orders}.
 * Clients make them of the region that they were told, which need not be the server's.
 */
final class Arns {
  private static final Pattern ARN =
      Pattern.compile("arn:[^:]+:glue:[^:]*:(?<account>\\d*):(?<type>[^/]+)(/(?<name>.+))?");

  private Arns() {}

  /** The ARN of a resource that can be tagged. */
  static String of(Call call, ResourceKey key) {
    return call.settings().arn(key.kind().arnType().orElseThrow() + "/" + key.name());
  }

  /**
   * What an ARN names, whether it exists or not. EntityNotFoundException when it is of another
   * account, InvalidInputException when it names nothing that can be tagged.
   */
  static Taggable named(Call call, String arn) {
    var matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw GlueException.invalidInput("Not an ARN of a resource of Glue: " + arn);
    }
    if (!matcher.group("account").equals(call.settings().accountId())) {
      throw GlueException.notFound(
          "Resource not found: %s; the account of this server is %s"
              .formatted(arn, call.settings().accountId()));
    }
    var type = matcher.group("type");
    var name = matcher.group("name");
    if (type.equals("catalog")) {
      return new Taggable.OfCatalog(name == null ? Names.DEFAULT_CATALOG : name);
    }
    if (name == null) {
      throw GlueException.invalidInput("The ARN names no " + type + ": " + arn);
    }
    return switch (type) {
      case "database" -> new Taggable.OfDatabase(database(name));
      case "table" -> table(call, name, arn);
      case "columnStatisticsTaskSettings" -> {
        var table = call.session().tables().require(table(call, name, arn).name());
        yield new Taggable.OfResource(StatisticsSettingsOperations.key(table));
      }
      default ->
          ResourceKind.ofArnType(type)
              .map(kind -> new Taggable.OfResource(ResourceKey.of(kind, name)))
              .orElseThrow(() -> GlueException.invalidInput("No tags for a " + type + ": " + arn));
    };
  }

  private static DatabaseName database(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? DatabaseName.of(name)
        : new DatabaseName(name.substring(0, slash), name.substring(slash + 1));
  }

  /** Names of tables may hold slashes, those of databases and catalogs none. */
  private static Taggable.OfTable table(Call call, String name, String arn) {
    var parts = name.split("/", 3);
    if (parts.length < 2) {
      throw GlueException.invalidInput("The ARN names no table: " + arn);
    }
    boolean hasCatalog = parts.length == 3 && call.session().catalogs().find(parts[0]).isPresent();
    var table =
        hasCatalog
            ? new DatabaseName(parts[0], parts[1]).table(parts[2])
            : DatabaseName.of(parts[0]).table(name.substring(parts[0].length() + 1));
    return new Taggable.OfTable(table);
  }
}
