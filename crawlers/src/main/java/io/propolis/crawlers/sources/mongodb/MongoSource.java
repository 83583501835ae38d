package io.propolis.crawlers.sources.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Aggregates;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.crawlers.definition.SourceTarget.MongoDb;
import io.propolis.crawlers.definition.SourceTarget.Scan;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.formats.BsonDocuments;
import io.propolis.crawlers.formats.ValueShape;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.DocumentTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.BsonDocument;

/** Collections, typed by their documents. */
public final class MongoSource {
  /** Documents looked at when not all are. */
  private static final int SAMPLE = 1000;

  /** Documents between two looks at whether the crawl goes on. */
  private static final int BATCH = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DatabaseAccess server;
  private final MongoDb target;
  private final CrawlWatch watch;

  public MongoSource(DatabaseAccess server, MongoDb target, CrawlWatch watch) {
    this.server = server;
    this.target = target;
    this.watch = watch;
  }

  /**
   * The collections of the target.
   *
   * @throws CatalogException when the server cannot be read
   */
  public List<FoundSource> read(List<Problem> problems) {
    var url = MongoServers.url(server);
    var parts = target.path().split("/", 2);
    boolean namesDatabase = parts.length == 2 || !parts[0].equals("%");
    var database = namesDatabase ? parts[0] : Objects.requireNonNullElse(url.getDatabase(), "");
    if (database.isEmpty()) {
      throw CatalogException.invalid(
          Entity.REQUEST,
          "Path %s names no database, and the URL of connection %s does not either"
              .formatted(target.path(), target.connection()));
    }
    try (var client = MongoClients.create(MongoServers.settings(server, url, PATIENCE).build())) {
      var pattern = parts.length == 2 ? parts[1] : "%";
      var found = collections(client, database, pattern, problems);
      if (found.isEmpty()) {
        problems.add(
            new Problem(
                target.path(),
                "selects no collection of connection %s: database %s has none%s"
                    .formatted(target.connection(), database, called(pattern))));
      }
      return found;
    } catch (MongoSecurityException e) {
      throw failure(Kind.FORBIDDEN, e);
    } catch (MongoException e) {
      throw failure(Kind.UNAVAILABLE, e);
    }
  }

  private static String called(String pattern) {
    return pattern.equals("%")
        ? ""
        : " called " + (pattern.contains("%") ? "like '%s'" : "'%s'").formatted(pattern);
  }

  private CatalogException failure(Kind kind, MongoException cause) {
    return new CatalogException(
        kind,
        Entity.REQUEST,
        "Cannot read %s through connection %s: %s"
            .formatted(target.path(), target.connection(), cause.getMessage()),
        cause);
  }

  private List<FoundSource> collections(
      MongoClient client, String database, String pattern, List<Problem> problems) {
    var wanted = Pattern.compile(Pattern.quote(pattern).replace("%", "\\E.*\\Q"), Pattern.DOTALL);
    var names = new ArrayList<String>();
    client.getDatabase(database).listCollectionNames().into(names);
    return names.stream()
        .filter(name -> wanted.matcher(name).matches() && !name.startsWith("system."))
        .sorted()
        .map(name -> collection(client.getDatabase(database), name, problems))
        .toList();
  }

  private FoundSource collection(MongoDatabase database, String name, List<Problem> problems) {
    var collection = database.getCollection(name, BsonDocument.class);
    var location = database.getName() + "." + name;
    var shape = new ValueShape(ValueShape.Texts.QUOTED);
    long read = 0;
    try (var documents = documents(collection).iterator()) {
      while (documents.hasNext()) {
        shape.add(BsonDocuments.node(documents.next()), location);
        if (++read % BATCH == 0) {
          watch.listed(BATCH);
        }
      }
    }
    watch.listed(read % BATCH);
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", "mongodb");
    parameters.put(FoundSource.CONNECTION, target.connection());
    parameters.put("recordCount", Long.toString(collection.estimatedDocumentCount()));
    var origin =
        "collection %s of connection %s, by %s%d documents"
            .formatted(
                location, target.connection(), target.scan() == Scan.ALL ? "all " : "", read);
    return DocumentTable.of(location, location, shape, List.of(), parameters, origin, problems);
  }

  private MongoIterable<BsonDocument> documents(MongoCollection<BsonDocument> collection) {
    return target.scan() == Scan.ALL
        ? collection.find()
        : collection.aggregate(List.of(Aggregates.sample(SAMPLE)));
  }
}
