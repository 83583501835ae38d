package io.propolis.files;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One queue of an SQS-compatible service. */
final class SqsQueue implements EventQueue {
  /** What one request may name. */
  private static final int TOGETHER = 10;

  private static final Duration HIDDEN = Duration.ofMinutes(15);

  private final SqsClient client;
  private final String arn;
  private final String account;
  private final String name;
  private @Nullable String url;

  SqsQueue(SqsClient client, String arn, String account, String name) {
    this.client = client;
    this.arn = arn;
    this.account = account;
    this.name = name;
  }

  private synchronized String url() {
    if (url == null) {
      url =
          client
              .getQueueUrl(
                  r -> r.queueName(name).queueOwnerAWSAccountId(account.isEmpty() ? null : account))
              .queueUrl();
    }
    return url;
  }

  @Override
  public List<Message> receive() {
    // A second of patience makes SQS ask all of its servers, not some of them.
    return asking(
            "receive messages of",
            () ->
                client.receiveMessage(
                    r ->
                        r.queueUrl(url())
                            .maxNumberOfMessages(TOGETHER)
                            .waitTimeSeconds(1)
                            .visibilityTimeout((int) HIDDEN.toSeconds())))
        .messages()
        .stream()
        .map(message -> new Message(message.body(), message.receiptHandle()))
        .toList();
  }

  @Override
  public void delete(Collection<Message> messages) {
    together(
        messages,
        some -> {
          var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
          for (var message : some) {
            entries.add(
                DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receipt())
                    .build());
          }
          asking(
              "delete messages of",
              () -> client.deleteMessageBatch(r -> r.queueUrl(url()).entries(entries)));
        });
  }

  @Override
  public void release(Collection<Message> messages) {
    together(
        messages,
        some -> {
          var entries = new ArrayList<ChangeMessageVisibilityBatchRequestEntry>();
          for (var message : some) {
            entries.add(
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receipt())
                    .visibilityTimeout(0)
                    .build());
          }
          asking(
              "release messages of",
              () -> client.changeMessageVisibilityBatch(r -> r.queueUrl(url()).entries(entries)));
        });
  }

  private static void together(Collection<Message> messages, Consumer<List<Message>> request) {
    var all = List.copyOf(messages);
    for (int start = 0; start < all.size(); start += TOGETHER) {
      request.accept(all.subList(start, Math.min(all.size(), start + TOGETHER)));
    }
  }

  @Override
  public void send(String body) {
    asking("send to", () -> client.sendMessage(r -> r.queueUrl(url()).messageBody(body)));
  }

  private <T> T asking(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (QueueDoesNotExistException e) {
      throw CatalogException.notFound(Entity.RESOURCE, arn);
    } catch (SdkException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE,
          Entity.RESOURCE,
          "Cannot %s queue %s (%s)".formatted(what, arn, e.getMessage()),
          e);
    }
  }
}
