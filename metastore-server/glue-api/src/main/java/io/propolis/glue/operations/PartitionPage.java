package io.propolis.glue.operations;

import io.propolis.catalog.PartitionList;
import io.propolis.catalog.PartitionRange;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.glue.codec.JsonBytes;
import io.propolis.glue.filter.PartitionExpression;
import io.propolis.glue.wire.GlueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Segment;

/**
 * A page of the partitions of a table. It costs what it shows, wherever in the table it lies.
 *
 * @param operation that is asked; a token is good for it alone
 * @param expression that chooses them
 * @param segment that chooses among those
 * @param token of the page before
 */
record PartitionPage(
    String operation,
    @Nullable String expression,
    @Nullable Segment segment,
    @Nullable String token,
    int size) {
  /** Writes one partition. */
  @FunctionalInterface
  interface PartitionWriter {
    void write(JsonBytes out, Partition partition) throws IOException;
  }

  /**
   * The page as the member of an answer, with the token of the next.
   *
   * @param writer makes the writer for the table as it is when the partitions are chosen
   */
  Answer answer(Call call, TableName name, String member, Function<Table, PartitionWriter> writer) {
    checkSegment();
    var keys = call.session().tables().require(name).partitionKeys();
    var parsed = PartitionExpression.parse(expression, keys);
    var question = "%s %s %s %s".formatted(operation, name, segment, expression);
    var after = after(keys, call.tokens().last(question, token).orElse(null));
    if (after.isEmpty()) {
      parsed.checkStored(call.session().partitions(), name);
    }
    var list =
        call.session()
            .partitions()
            .listMatching(
                name, parsed.predicate(), new PartitionRange(after, size + 1, inSegment()));
    var partitions = writer.apply(list.table());
    return out -> write(out, member, list, partitions, call, question);
  }

  private static List<String> after(List<Column> keys, @Nullable String last) {
    return last == null ? List.of() : PartitionNames.values(keys, last);
  }

  private void write(
      JsonBytes out,
      String member,
      PartitionList list,
      PartitionWriter writer,
      Call call,
      String question)
      throws IOException {
    out.raw('{');
    out.text(member);
    out.raw(':');
    out.raw('[');
    var last = new Last();
    try {
      list.forEach(
          partition -> {
            if (last.number < size) {
              last.values = partition.values();
              write(out, writer, partition, last.number++);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.raw(']');
    if (list.size() > size) {
      var name = PartitionNames.of(list.table().partitionKeys(), last.values);
      NextToken.write(out, call.tokens().next(question, name));
    }
    out.raw('}');
  }

  private static void write(
      JsonBytes out, PartitionWriter writer, Partition partition, int before) {
    try {
      if (before > 0) {
        out.raw(',');
      }
      writer.write(out, partition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Last {
    private List<String> values = List.of();
    private int number;
  }

  private void checkSegment() {
    if (segment != null && segment.segmentNumber() >= segment.totalSegments()) {
      throw GlueException.invalidInput(
          "Segment number %d is not below the total of %d"
              .formatted(segment.segmentNumber(), segment.totalSegments()));
    }
  }

  /** Java fixes the hash of lists and texts for ever, so that segments do not move. */
  private Predicate<List<String>> inSegment() {
    var wanted = segment;
    return wanted == null
        ? PartitionRange.ANY
        : values ->
            Math.floorMod(values.hashCode(), wanted.totalSegments()) == wanted.segmentNumber();
  }
}
