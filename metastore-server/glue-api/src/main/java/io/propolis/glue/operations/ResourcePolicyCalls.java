package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.model.resource.Taggable;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Policies of catalogs. They are checked and kept; who may call is decided by keys, not by them.
 */
final class ResourcePolicyCalls implements Noun {
  private static final String POLICY = "PolicyInJson";
  private static final String HASH = "PolicyHash";
  private static final String HASH_CONDITION = "PolicyHashCondition";

  @Override
  public void serve(OperationTable table) {
    table.document("PutResourcePolicy", this::put);
    table.document("GetResourcePolicy", this::get);
    table.document("DeleteResourcePolicy", this::delete);
    table.document("GetResourcePolicies", this::list);
  }

  /** The policy that a request is about: of the catalog that its ARN names, or the default one. */
  private static ResourceKey key(Call call, ObjectNode request) {
    var arn = Documents.textOf(request, "ResourceArn");
    if (arn == null) {
      return ResourceKey.of(ResourceKind.RESOURCE_POLICY, call.catalog(null));
    }
    if (!(Arns.named(call, arn) instanceof Taggable.OfCatalog catalog)) {
      throw GlueException.invalidInput("Only catalogs have policies, not " + arn);
    }
    return ResourceKey.of(ResourceKind.RESOURCE_POLICY, call.catalog(catalog.name()));
  }

  private ObjectNode put(Call call, ObjectNode request) {
    var policy = PolicyDocument.checked(Documents.required(request, POLICY));
    var exists = request.path("PolicyExistsCondition").asText("NONE");
    var expected = Documents.textOf(request, HASH_CONDITION);
    var document = Documents.empty().put(POLICY, policy.text()).put(HASH, policy.hash());
    call.session()
        .resources()
        .put(
            key(call, request),
            current -> {
              checkExists(exists, current.isPresent());
              checkHash(expected, current);
              return Documents.text(document);
            });
    return Documents.empty().put(HASH, policy.hash());
  }

  private static void checkExists(String condition, boolean exists) {
    if (condition.equals("MUST_EXIST") && !exists) {
      throw failed("The policy does not exist");
    }
    if (condition.equals("NOT_EXIST") && exists) {
      throw failed("The policy exists already");
    }
  }

  private static void checkHash(@Nullable String expected, Optional<Resource> current) {
    if (expected == null) {
      return;
    }
    var hash = current.map(each -> Documents.read(each.document()).path(HASH).asText()).orElse("");
    if (!expected.equals(hash)) {
      throw failed(
          hash.isEmpty()
              ? "There is no policy with the hash " + expected
              : "The policy has the hash %s, not %s".formatted(hash, expected));
    }
  }

  private static GlueException failed(String message) {
    return new GlueException(GlueError.CONDITION_CHECK_FAILURE, message);
  }

  private ObjectNode get(Call call, ObjectNode request) {
    return shown(
        call.session()
            .resources()
            .find(key(call, request))
            .orElseThrow(ResourcePolicyCalls::notFound));
  }

  private static GlueException notFound() {
    return GlueException.notFound("Policy not found");
  }

  private ObjectNode delete(Call call, ObjectNode request) {
    var key = key(call, request);
    var expected = Documents.textOf(request, HASH_CONDITION);
    call.session()
        .resources()
        .together(
            writes -> {
              var current = writes.hold(key);
              if (current.isEmpty()) {
                throw notFound();
              }
              checkHash(expected, current);
              return writes.delete(key);
            });
    return Documents.empty();
  }

  private ObjectNode list(Call call, ObjectNode request) {
    var page =
        Listing.of("GetResourcePolicies")
            .page(call, request, ResourceKind.RESOURCE_POLICY, "", UnaryOperator.identity());
    var reply = Documents.empty();
    var policies = reply.putArray("GetResourcePoliciesResponseList");
    page.resources().forEach(each -> policies.add(shown(each)));
    if (page.next() != null) {
      reply.put("NextToken", page.next());
    }
    return reply;
  }

  private static ObjectNode shown(Resource policy) {
    var shown = Documents.read(policy.document());
    shown.set("CreateTime", Documents.time(policy.created()));
    shown.set("UpdateTime", Documents.time(policy.updated()));
    return shown;
  }
}
