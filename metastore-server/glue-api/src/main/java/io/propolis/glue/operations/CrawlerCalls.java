package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Crawlers;
import io.propolis.glue.translate.SdkDocuments;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersResponse;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.CreateCrawlerResponse;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerResponse;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerResponse;
import software.amazon.awssdk.services.glue.model.GetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlersResponse;
import software.amazon.awssdk.services.glue.model.ListCrawlersRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlersResponse;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerResponse;

/** Crawlers: their definitions, with what they are doing and did last. */
final class CrawlerCalls implements Noun {
  private static final int PAGE = 100;
  private static final int NAMES_AT_ONCE = 1000;

  @Override
  public void serve(OperationTable table) {
    table.add(CreateCrawlerRequest.class, CreateCrawlerRequest::builder, this::create);
    table.add(GetCrawlerRequest.class, GetCrawlerRequest::builder, this::get);
    table.add(GetCrawlersRequest.class, GetCrawlersRequest::builder, this::page);
    table.add(BatchGetCrawlersRequest.class, BatchGetCrawlersRequest::builder, this::getAll);
    table.add(ListCrawlersRequest.class, ListCrawlersRequest::builder, this::list);
    table.add(
        UpdateCrawlerRequest.class,
        UpdateCrawlerRequest::builder,
        RunStates.CRAWLERS.told(this::update));
    table.add(
        DeleteCrawlerRequest.class,
        DeleteCrawlerRequest::builder,
        RunStates.CRAWLERS.told(this::delete));
  }

  private static CrawlerOperations crawlers(Call call) {
    return call.session().crawlers(call.crawlerRules());
  }

  private static void requireOwnCatalog(Call call, ObjectNode document) {
    var own = call.settings().accountId();
    var id = document.path("CatalogId").asText(own);
    if (!id.equals(own)) {
      throw GlueException.invalidInput("CatalogId must be the account's own, not: " + id);
    }
  }

  /** What a definition names has to be there: classifiers, connections, how it encrypts. */
  private static void requireNamed(Call call, ObjectNode document) {
    var classifiers = new ArrayList<String>();
    document.path("Classifiers").forEach(name -> classifiers.add(name.asText()));
    requireAll(call, ResourceKind.CLASSIFIER, classifiers);
    var security = document.path("CrawlerSecurityConfiguration").asText("");
    requireAll(
        call,
        ResourceKind.SECURITY_CONFIGURATION,
        security.isEmpty() ? List.of() : List.of(security));
    requireAll(
        call,
        ResourceKind.CONNECTION,
        document.path("Targets").findValuesAsText("ConnectionName").stream()
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /** The operations declare no EntityNotFoundException for what crawlers name. */
  private static void requireAll(Call call, ResourceKind kind, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    var missing = new LinkedHashSet<>(names);
    call.session().resources().findAll(kind, names).forEach(each -> missing.remove(each.name()));
    if (!missing.isEmpty()) {
      throw GlueException.invalidInput(
          "%s not found: %s".formatted(kind.noun(), String.join(", ", missing)));
    }
  }

  private CreateCrawlerResponse create(Call call, CreateCrawlerRequest request) {
    var document = SdkDocuments.of(request, call.unknown());
    requireOwnCatalog(call, document);
    call.crawlerRules().checkCrawler(document.toString());
    requireNamed(call, document);
    var schedule = schedule(document);
    document.remove(List.of(Crawlers.SCHEDULE, "Tags"));
    crawlers(call)
        .create(
            request.name(),
            document.toString(),
            request.hasTags() ? request.tags() : Map.of(),
            schedule);
    return CreateCrawlerResponse.builder().build();
  }

  /** Empty when there is none. */
  private static String schedule(ObjectNode document) {
    return document.path(Crawlers.SCHEDULE).asText("").strip();
  }

  private UpdateCrawlerResponse update(Call call, UpdateCrawlerRequest request) {
    var changes = SdkDocuments.of(request, call.unknown());
    requireOwnCatalog(call, changes);
    requireNamed(call, changes);
    crawlers(call)
        .change(
            request.name(),
            current -> {
              var merged = SdkDocuments.merged(SdkDocuments.parse(current.document()), changes);
              call.crawlerRules().checkCrawler(merged.toString());
              merged.remove(Crawlers.SCHEDULE);
              return merged.toString();
            },
            changes.has(Crawlers.SCHEDULE) ? schedule(changes) : null);
    return UpdateCrawlerResponse.builder().build();
  }

  private DeleteCrawlerResponse delete(Call call, DeleteCrawlerRequest request) {
    crawlers(call).delete(request.name());
    return DeleteCrawlerResponse.builder().build();
  }

  private GetCrawlerResponse get(Call call, GetCrawlerRequest request) {
    var stored = call.session().resources().require(CrawlerOperations.key(request.name()));
    return GetCrawlerResponse.builder()
        .crawler(Crawlers.replies(call, List.of(stored)).get(0))
        .build();
  }

  private BatchGetCrawlersResponse getAll(Call call, BatchGetCrawlersRequest request) {
    var found = call.session().resources().findAll(ResourceKind.CRAWLER, request.crawlerNames());
    var missing = new ArrayList<>(request.crawlerNames());
    missing.removeAll(found.stream().map(Resource::name).toList());
    return BatchGetCrawlersResponse.builder()
        .crawlers(Crawlers.replies(call, found))
        .crawlersNotFound(missing)
        .build();
  }

  private GetCrawlersResponse page(Call call, GetCrawlersRequest request) {
    var question = "GetCrawlers";
    var page =
        page(
            call,
            call.tokens().last(question, request.nextToken()),
            Given.pageSize(request.maxResults(), PAGE));
    return GetCrawlersResponse.builder()
        .crawlers(Crawlers.replies(call, page.things()))
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  static Page<Resource> page(Call call, Optional<String> after, int size) {
    return Page.of(
        call.session().resources().list(ResourceKind.CRAWLER, "", after.orElse(""), size + 1),
        Resource::name,
        Optional.empty(),
        size);
  }

  private ListCrawlersResponse list(Call call, ListCrawlersRequest request) {
    Map<String, String> wanted = request.hasTags() ? request.tags() : Map.of();
    var question = "ListCrawlers " + new java.util.TreeMap<>(wanted);
    int size = Given.pageSize(request.maxResults(), PAGE);
    var names = new ArrayList<String>();
    var after = call.tokens().last(question, request.nextToken());
    // Few may have the tags: look on until the page is full.
    for (; ; ) {
      var next = page(call, after, NAMES_AT_ONCE);
      names.addAll(tagged(call, next.things().stream().map(Resource::name).toList(), wanted));
      after = Optional.ofNullable(next.last());
      if (names.size() > size || after.isEmpty()) {
        break;
      }
    }
    var page = Page.of(names, name -> name, Optional.empty(), size);
    return ListCrawlersResponse.builder()
        .crawlerNames(page.things())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private static List<String> tagged(Call call, List<String> names, Map<String, String> wanted) {
    if (wanted.isEmpty() || names.isEmpty()) {
      return names;
    }
    var tags = call.session().tags().ofAll(ResourceKind.CRAWLER, names);
    return names.stream()
        .filter(name -> tags.getOrDefault(name, Map.of()).entrySet().containsAll(wanted.entrySet()))
        .toList();
  }
}
