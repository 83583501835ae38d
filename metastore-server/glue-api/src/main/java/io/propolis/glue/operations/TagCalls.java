package io.propolis.glue.operations;

import io.propolis.glue.operations.OperationTable.Noun;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.TagResourceRequest;
import software.amazon.awssdk.services.glue.model.TagResourceResponse;
import software.amazon.awssdk.services.glue.model.UntagResourceRequest;
import software.amazon.awssdk.services.glue.model.UntagResourceResponse;

/** Tags of catalogs, databases, tables and all other things that have an ARN. */
final class TagCalls implements Noun {
  @Override
  public void serve(OperationTable table) {
    table.add(TagResourceRequest.class, TagResourceRequest::builder, this::tag);
    table.add(UntagResourceRequest.class, UntagResourceRequest::builder, this::untag);
    table.add(GetTagsRequest.class, GetTagsRequest::builder, this::get);
  }

  private TagResourceResponse tag(Call call, TagResourceRequest request) {
    call.session().tags().add(Arns.named(call, request.resourceArn()), request.tagsToAdd());
    return TagResourceResponse.builder().build();
  }

  private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
    call.session().tags().remove(Arns.named(call, request.resourceArn()), request.tagsToRemove());
    return UntagResourceResponse.builder().build();
  }

  private GetTagsResponse get(Call call, GetTagsRequest request) {
    var tags = call.session().tags().of(Arns.named(call, request.resourceArn()));
    return GetTagsResponse.builder().tags(tags).build();
  }
}
