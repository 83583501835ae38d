package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.SdkDocuments;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateClassifierResponse;
import software.amazon.awssdk.services.glue.model.DeleteClassifierRequest;
import software.amazon.awssdk.services.glue.model.DeleteClassifierResponse;
import software.amazon.awssdk.services.glue.model.GetClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetClassifierResponse;
import software.amazon.awssdk.services.glue.model.GetClassifiersRequest;
import software.amazon.awssdk.services.glue.model.GetClassifiersResponse;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateClassifierResponse;

/** Classifiers: what says how files are read before a crawler looks by itself. */
final class ClassifierCalls implements Noun {
  private static final int PAGE = 100;
  private static final List<String> KINDS =
      List.of("GrokClassifier", "XMLClassifier", "JsonClassifier", "CsvClassifier");

  @Override
  public void serve(OperationTable table) {
    table.add(CreateClassifierRequest.class, CreateClassifierRequest::builder, this::create);
    table.add(GetClassifierRequest.class, GetClassifierRequest::builder, this::get);
    table.add(GetClassifiersRequest.class, GetClassifiersRequest::builder, this::list);
    table.add(UpdateClassifierRequest.class, UpdateClassifierRequest::builder, this::update);
    table.add(DeleteClassifierRequest.class, DeleteClassifierRequest::builder, this::delete);
  }

  private static ResourceKey key(String name) {
    return ResourceKey.of(ResourceKind.CLASSIFIER, name);
  }

  /** The member that holds the classifier. */
  private static String kind(ObjectNode document) {
    var given = KINDS.stream().filter(document::has).toList();
    if (given.size() != 1) {
      throw GlueException.invalidInput(
          "A classifier is one of %s, not: %s".formatted(KINDS, given));
    }
    return given.get(0);
  }

  private CreateClassifierResponse create(Call call, CreateClassifierRequest request) {
    var document = SdkDocuments.of(request, call.unknown());
    var name = document.path(kind(document)).path("Name").asText();
    call.crawlerRules().checkClassifier(document.toString());
    call.session().resources().create(key(name), document.toString());
    return CreateClassifierResponse.builder().build();
  }

  private UpdateClassifierResponse update(Call call, UpdateClassifierRequest request) {
    var changes = SdkDocuments.of(request, call.unknown());
    var kind = kind(changes);
    var changed = (ObjectNode) changes.path(kind);
    call.session()
        .resources()
        .change(
            key(changed.path("Name").asText()),
            current -> {
              var document = SdkDocuments.parse(current.document());
              if (!document.has(kind)) {
                throw GlueException.invalidInput(
                    "Classifier %s is a %s, not a %s"
                        .formatted(current.name(), kind(document), kind));
              }
              document.set(kind, SdkDocuments.merged((ObjectNode) document.path(kind), changed));
              call.crawlerRules().checkClassifier(document.toString());
              return document.toString();
            });
    return UpdateClassifierResponse.builder().build();
  }

  private GetClassifierResponse get(Call call, GetClassifierRequest request) {
    var stored = call.session().resources().require(key(request.name()));
    return GetClassifierResponse.builder().classifier(reply(call, stored)).build();
  }

  private GetClassifiersResponse list(Call call, GetClassifiersRequest request) {
    var question = "GetClassifiers";
    var after = call.tokens().last(question, request.nextToken());
    int size = Given.pageSize(request.maxResults(), PAGE);
    var page =
        Page.of(
            call.session()
                .resources()
                .list(ResourceKind.CLASSIFIER, "", after.orElse(""), size + 1),
            Resource::name,
            Optional.empty(),
            size);
    return GetClassifiersResponse.builder()
        .classifiers(page.things().stream().map(each -> reply(call, each)).toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private DeleteClassifierResponse delete(Call call, DeleteClassifierRequest request) {
    call.session().resources().delete(key(request.name()));
    return DeleteClassifierResponse.builder().build();
  }

  private static Classifier reply(Call call, Resource stored) {
    var document = SdkDocuments.parse(stored.document());
    var classifier = (ObjectNode) document.path(kind(document));
    SdkDocuments.time(classifier, "CreationTime", stored.created());
    SdkDocuments.time(classifier, "LastUpdated", stored.updated());
    classifier.put("Version", stored.version());
    return SdkDocuments.read(document, Classifier.builder(), Classifier.class, call.unknown());
  }
}
