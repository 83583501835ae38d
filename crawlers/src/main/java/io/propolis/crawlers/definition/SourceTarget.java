package io.propolis.crawlers.definition;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.CrawlerDefinition.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something to crawl that is no folder of files in formats that lie about by themselves. */
public sealed interface SourceTarget {
  /**
   * Whether a table is one that a crawl of this target finds if it is still there.
   *
   * @param parameters of the table
   */
  boolean covers(String location, Map<String, String> parameters);

  /** How many things it names that are crawled each by itself. */
  default int count() {
    return 1;
  }

  /** The parameter that names the connection of a table. */
  String CONNECTION = "connectionName";

  /** Whether {@code a.b.c} is what a path selects; a part that is not given selects all. */
  private static boolean isWithin(String path, String location) {
    var regex = new StringBuilder();
    for (var part : path.split("(?<=[%/])|(?=[%/])", -1)) {
      regex.append(
          switch (part) {
            case "%" -> ".*";
            case "/" -> "[.]";
            default -> Pattern.quote(part);
          });
    }
    return location.matches(regex + "([.].*)?");
  }

  /** Tables of a lake format, in folders that are named or that lie below those named. */
  sealed interface InLake extends SourceTarget {
    /** Locations without a slash at their end. */
    List<String> paths();

    @Override
    default int count() {
      return paths().size();
    }

    /** Whether it lies in one of the paths. */
    @Override
    default boolean covers(String location, Map<String, String> parameters) {
      return paths().stream()
          .map(path -> path.replaceFirst("^s3[an]://", "s3://"))
          .anyMatch(path -> Locations.isWithin(location, path));
    }
  }

  /**
   * Tables of a relational database.
   *
   * @param connection the stored connection that leads there
   * @param path {@code database/schema/table}, or {@code database/table}; {@code %} stands for any
   *     text, but in the database
   * @param exclusions Glue's glob patterns, about tables or {@code schema/table}
   */
  record Jdbc(
      String connection, String path, List<String> exclusions, Set<AdditionalMetadata> metadata)
      implements SourceTarget {
    public Jdbc {
      exclusions = List.copyOf(exclusions);
      metadata = Set.copyOf(metadata);
    }

    @Override
    public boolean covers(String location, Map<String, String> parameters) {
      return connection.equals(parameters.get(CONNECTION)) && isWithin(path, location);
    }
  }

  /** Glue's EnableAdditionalMetadata. */
  enum AdditionalMetadata {
    /** What the database says about tables and columns. */
    COMMENTS,
    /** The database's own name of each column's type. */
    RAWTYPES
  }

  /** How many items of a collection are looked at. */
  enum Scan {
    ALL,
    SAMPLED
  }

  /**
   * Collections of a server that speaks MongoDB's protocol.
   *
   * @param path {@code database/collection}; {@code %} stands for any text in the collection
   */
  record MongoDb(String connection, String path, Scan scan) implements SourceTarget {
    @Override
    public boolean covers(String location, Map<String, String> parameters) {
      return connection.equals(parameters.get(CONNECTION)) && isWithin(path, location);
    }
  }

  /**
   * A table of DynamoDB.
   *
   * @param rate share of the table's read capacity that the crawl may use, absent for the default
   */
  record DynamoDb(String table, Scan scan, @Nullable Double rate) implements SourceTarget {
    @Override
    public boolean covers(String location, Map<String, String> parameters) {
      return location.endsWith(":table/" + table);
    }
  }

  /**
   * Tables that the catalog has; none is made.
   *
   * @param events what tells of changes where they lie, in event mode
   */
  record CatalogTables(String database, List<String> tables, @Nullable EventQueue events)
      implements SourceTarget {
    public CatalogTables {
      tables = List.copyOf(tables);
    }

    @Override
    public int count() {
      return tables.size();
    }

    /** Never: what is gone stays in the catalog. */
    @Override
    public boolean covers(String location, Map<String, String> parameters) {
      return false;
    }
  }

  /**
   * Delta tables.
   *
   * @param paths their roots
   */
  record Delta(List<String> paths, Manifest manifest, Registration registration) implements InLake {
    public Delta {
      paths = List.copyOf(paths);
    }
  }

  /** Whether lists of a Delta table's files are written, for engines that read no log. */
  enum Manifest {
    WRITTEN,
    LEFT
  }

  /** How a Delta table stands in the catalog. */
  enum Registration {
    /** Engines read its log. */
    NATIVE,
    /** As Glue's crawlers have it unless told: engines read lists of its files. */
    BY_MANIFEST
  }

  /**
   * Iceberg tables, found below the paths.
   *
   * @param depth folders below a path that are looked into
   */
  record Iceberg(List<String> paths, List<String> exclusions, int depth) implements InLake {
    public Iceberg {
      paths = List.copyOf(paths);
      exclusions = List.copyOf(exclusions);
    }
  }

  /**
   * Hudi tables, found below the paths.
   *
   * @param depth folders below a path that are looked into
   */
  record Hudi(List<String> paths, List<String> exclusions, int depth) implements InLake {
    public Hudi {
      paths = List.copyOf(paths);
      exclusions = List.copyOf(exclusions);
    }
  }
}
