package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a noun whose objects are described by requests, kept, and shown again. What a
 * reply holds is said by the model; a description names the members.
 */
final class StoredNoun {
  /** Of requests to create, which are not part of what is created. */
  private static final List<String> PASSING = List.of("Tags", "ClientToken");

  private final ServiceModel model;
  private final View view;
  private final ResourceKind kind;
  private final String creation;
  private final Function<ObjectNode, String> name;
  private final Times times;
  private final Completion completion;

  /** Members that say when something was made and last changed; absent where replies have none. */
  record Times(@Nullable String created, @Nullable String updated) {}

  /** What an object has beside what it was described by. */
  interface Completion {
    Completion NONE = (call, resource, described, more) -> {};

    /**
     * @param more takes the members; replies show those that they have a place for
     */
    void add(Call call, Resource resource, ObjectNode described, ObjectNode more);
  }

  /**
   * @param creation operation that makes objects; what its requests hold is what objects are
   * @param name the name of the object that a request is about
   */
  StoredNoun(
      ServiceModel model,
      View view,
      ResourceKind kind,
      String creation,
      Function<ObjectNode, String> name,
      Times times,
      Completion completion) {
    this.model = model;
    this.view = view;
    this.kind = kind;
    this.creation = creation;
    this.name = name;
    this.times = times;
    this.completion = completion;
  }

  /** Of objects that requests call by their {@code Name}. */
  StoredNoun(
      ServiceModel model,
      View view,
      ResourceKind kind,
      String creation,
      Times times,
      Completion completion) {
    this(
        model,
        view,
        kind,
        creation,
        request -> Documents.required(request, "Name"),
        times,
        completion);
  }

  private ResourceKey key(ObjectNode request) {
    return ResourceKey.of(kind, name.apply(request));
  }

  /** Creates an object, once {@code check} lets its description pass; shows what the reply has. */
  DocumentOperation create(UnaryOperator<ObjectNode> check) {
    var shown = output(creation);
    return (call, request) -> {
      var document = check.apply(Documents.without(request, PASSING));
      var tags = Documents.texts(request.path("Tags"));
      return ClientTokens.once(
          call,
          creation,
          request,
          writes ->
              answered(call, writes.create(key(request), Documents.text(document), tags), shown));
    };
  }

  DocumentOperation create() {
    return create(UnaryOperator.identity());
  }

  /**
   * Shows an object.
   *
   * @param member of the reply that it is shown in; empty when it is the reply
   */
  DocumentOperation get(String operation, String member) {
    var output = output(operation);
    return (call, request) -> {
      var resource = call.session().resources().require(key(request));
      if (member.isEmpty()) {
        return shown(call, resource, output);
      }
      var reply = Documents.empty();
      reply.set(member, shown(call, resource, shape(output, member)));
      return reply;
    };
  }

  /** Shows those of many that exist, and names the others. */
  DocumentOperation batchGet(String operation, String names, String found, String missing) {
    var output = output(operation);
    var element = view.element(shape(output, found));
    return (call, request) -> {
      var asked = new ArrayList<String>();
      request.path(names).forEach(each -> asked.add(each.asText()));
      var reply = Documents.empty();
      var present = new HashSet<String>();
      for (var resource : call.session().resources().findAll(kind, asked)) {
        present.add(resource.name());
        reply.withArray(found).add(shown(call, resource, element));
      }
      asked.stream()
          .filter(each -> !present.contains(each))
          .distinct()
          .forEach(each -> reply.withArray(missing).add(each));
      return reply;
    };
  }

  /** Lists all objects, or those with tags that the request names, by name or in short. */
  DocumentOperation list(Listing listing, String list) {
    return list(listing, list, (request, document) -> true);
  }

  /**
   * The same of those that a filter lets pass.
   *
   * @param filter is handed the request and the object as replies show it
   */
  DocumentOperation list(Listing listing, String list, BiPredicate<ObjectNode, ObjectNode> filter) {
    var element = view.element(shape(output(listing.operation()), list));
    return (call, request) -> {
      var page = listing.page(call, request, kind, "", some -> wanted(call, request, filter, some));
      var reply = Documents.empty();
      ArrayNode all = reply.putArray(list);
      for (var resource : page.resources()) {
        if (view.isObject(element)) {
          all.add(shown(call, resource, element));
        } else {
          all.add(resource.name());
        }
      }
      if (page.next() != null) {
        reply.put(listing.token(), page.next());
      }
      return reply;
    };
  }

  private List<Resource> wanted(
      Call call,
      ObjectNode request,
      BiPredicate<ObjectNode, ObjectNode> filter,
      List<Resource> some) {
    var tags = Documents.texts(request.path("Tags"));
    Map<String, Map<String, String>> tagged =
        tags.isEmpty()
            ? Map.of()
            : call.session().tags().ofAll(kind, some.stream().map(Resource::name).toList());
    return some.stream()
        .filter(
            each ->
                tags.isEmpty()
                    || tagged
                        .getOrDefault(each.name(), Map.of())
                        .entrySet()
                        .containsAll(tags.entrySet()))
        .filter(each -> filter.test(request, complete(call, each)))
        .toList();
  }

  /** Replaces the whole description. */
  DocumentOperation replace(String operation, UnaryOperator<ObjectNode> check) {
    return update(
        operation, (current, request) -> check.apply(Documents.without(request, PASSING)));
  }

  /** Replaces those members that the request gives. */
  DocumentOperation merge(String operation, UnaryOperator<ObjectNode> check) {
    return update(
        operation,
        (current, request) -> {
          current.setAll(check.apply(Documents.without(request, PASSING)));
          return current;
        });
  }

  /** How a description becomes another by a request. */
  interface Change {
    ObjectNode of(ObjectNode current, ObjectNode request);
  }

  DocumentOperation update(String operation, Change change) {
    var output = output(operation);
    return (call, request) -> {
      var changed =
          call.session()
              .resources()
              .change(
                  key(request),
                  current ->
                      Documents.text(change.of(Documents.read(current.document()), request)));
      return answered(call, changed, output);
    };
  }

  /** Deletes an object. */
  DocumentOperation delete(String operation) {
    var output = output(operation);
    return (call, request) ->
        answered(call, call.session().resources().delete(key(request)), output);
  }

  /** The same; what is not there is as good as deleted. */
  DocumentOperation deleteIfPresent(String operation) {
    var output = output(operation);
    return (call, request) -> {
      try {
        call.session().resources().delete(key(request));
      } catch (CatalogException e) {
        if (e.kind() != CatalogException.Kind.NOT_FOUND) {
          throw e;
        }
      }
      return view.strictly(request, output);
    };
  }

  private ObjectNode shown(Call call, Resource resource, String shape) {
    var described = Documents.read(resource.document());
    var shown = view.of(described, input(creation), shape);
    shown.setAll(view.strictly(more(call, resource, described), shape));
    return shown;
  }

  /** Nothing but what the shape has. */
  private ObjectNode answered(Call call, Resource resource, String shape) {
    return view.strictly(complete(call, resource), shape);
  }

  /** The description with all that is known beside it. */
  private ObjectNode complete(Call call, Resource resource) {
    var document = Documents.read(resource.document());
    document.setAll(more(call, resource, document));
    return document;
  }

  private ObjectNode more(Call call, Resource resource, ObjectNode described) {
    var more = Documents.empty();
    if (times.created() != null) {
      more.set(times.created(), Documents.time(resource.created()));
    }
    if (times.updated() != null) {
      more.set(times.updated(), Documents.time(resource.updated()));
    }
    completion.add(call, resource, described, more);
    return more;
  }

  private String input(String operation) {
    return java.util.Objects.requireNonNull(
        model.operation(operation).orElseThrow().input(), operation);
  }

  private String output(String operation) {
    return java.util.Objects.requireNonNull(
        model.operation(operation).orElseThrow().output(), operation);
  }

  private String shape(String output, String member) {
    return view.member(output, member).orElseThrow();
  }
}
