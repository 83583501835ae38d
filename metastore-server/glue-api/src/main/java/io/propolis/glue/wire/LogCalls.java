package io.propolis.glue.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.paging.PageTokens;
import io.propolis.glue.translate.Crawlers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The calls of CloudWatch Logs by which clients read what runs say. There is one group, that of the
 * crawlers, which has a stream for each crawler; an event tells of one table, or of a whole crawl.
 */
final class LogCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOT_FOUND = "ResourceNotFoundException";
  private static final int PAGE = 10_000;
  private static final int NOTES_AT_ONCE = 500;

  private final Session session;
  private final PageTokens tokens;

  LogCalls(Session session, PageTokens tokens) {
    this.session = session;
    this.tokens = tokens;
  }

  /** A call that cannot be answered, in the terms of CloudWatch Logs. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String type;

    private Refused(String type, String message) {
      super(message);
      this.type = type;
    }
  }

  HttpReply answer(String operation, byte[] body, Map<String, String> headers) {
    try {
      var request = JSON.readTree(body);
      var reply =
          switch (operation) {
            case "FilterLogEvents" -> filter(request);
            case "GetLogEvents" -> events(request);
            default -> throw new Refused("UnknownOperationException", operation);
          };
      return HttpReply.text(200, headers, reply.toString());
    } catch (Refused e) {
      return refusal(e.type, String.valueOf(e.getMessage()), headers);
    } catch (GlueException e) {
      return refusal("InvalidParameterException", String.valueOf(e.getMessage()), headers);
    } catch (JsonProcessingException e) {
      return refusal("SerializationException", "The body is not JSON", headers);
    } catch (IOException e) {
      return refusal("SerializationException", "The body cannot be read", headers);
    }
  }

  private static HttpReply refusal(String type, String message, Map<String, String> headers) {
    var error = JSON.createObjectNode().put("__type", type).put("message", message);
    return HttpReply.text(400, headers, error.toString());
  }

  private ObjectNode filter(JsonNode request) {
    var streams = new TreeSet<String>();
    request.path("logStreamNames").forEach(name -> streams.add(name.asText()));
    requireStreams(request, streams);
    var chosen = within(request).and(LogPattern.of(request.path("filterPattern").asText("")));
    var question =
        "FilterLogEvents %s %s %s %s"
            .formatted(
                streams,
                request.path("filterPattern"),
                request.path("startTime"),
                request.path("endTime"));
    var read = read(streams, after(question, request), chosen, limit(request));
    var reply = JSON.createObjectNode();
    var events = reply.putArray("events");
    read.notes().forEach(note -> events.add(event(note)));
    reply.putArray("searchedLogStreams");
    if (read.goesOn()) {
      reply.put("nextToken", tokens.next(question, Long.toString(read.last())));
    }
    return reply;
  }

  private ObjectNode events(JsonNode request) {
    var stream = request.path("logStreamName").asText();
    requireStreams(request, Set.of(stream));
    var question = "GetLogEvents " + stream;
    long after = after(question, request);
    boolean fromHead = after > 0 || request.path("startFromHead").asBoolean(false);
    int limit = limit(request);
    var read = read(Set.of(stream), after, within(request), fromHead ? limit : Integer.MAX_VALUE);
    var notes = read.notes();
    var reply = JSON.createObjectNode();
    var events = reply.putArray("events");
    notes.stream()
        .skip(fromHead ? 0 : Math.max(0, notes.size() - limit))
        .forEach(note -> events.add(event(note)));
    // At the end clients get the token again that they came with.
    reply.put("nextForwardToken", tokens.next(question, Long.toString(read.last())));
    reply.put("nextBackwardToken", tokens.next(question, Long.toString(after)));
    return reply;
  }

  private void requireStreams(JsonNode request, Collection<String> streams) {
    var group = request.path("logGroupName").asText(request.path("logGroupIdentifier").asText(""));
    if (!group.equals(Crawlers.LOG_GROUP) && !group.endsWith(":log-group:" + Crawlers.LOG_GROUP)) {
      throw new Refused(NOT_FOUND, "The specified log group does not exist.");
    }
    if (session.resources().findAll(ResourceKind.CRAWLER, streams).size() < streams.size()) {
      throw new Refused(NOT_FOUND, "The specified log stream does not exist.");
    }
  }

  private long after(String question, JsonNode request) {
    return tokens
        .last(question, request.path("nextToken").textValue())
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static int limit(JsonNode request) {
    int limit = request.path("limit").asInt(PAGE);
    if (limit < 1 || limit > PAGE) {
      throw new Refused("InvalidParameterException", "limit must be from 1 to " + PAGE);
    }
    return limit;
  }

  private static Predicate<RunNote> within(JsonNode request) {
    long start = request.path("startTime").asLong(0);
    long end = request.path("endTime").asLong(Long.MAX_VALUE);
    return note -> note.at() >= start && note.at() < end;
  }

  /**
   * Notes that were asked for.
   *
   * @param last sequence of the last one that was looked at
   */
  private record Read(List<RunNote> notes, long last, boolean goesOn) {}

  private Read read(Collection<String> streams, long after, Predicate<RunNote> chosen, int limit) {
    var found = new ArrayList<RunNote>();
    long last = after;
    for (; ; ) {
      var notes = session.runs().notes(Run.Kind.CRAWL, streams, last, NOTES_AT_ONCE);
      for (var note : notes) {
        last = note.sequence();
        if (chosen.test(note)) {
          found.add(note);
          if (found.size() == limit) {
            return new Read(found, last, true);
          }
        }
      }
      if (notes.size() < NOTES_AT_ONCE) {
        return new Read(found, last, false);
      }
    }
  }

  private static ObjectNode event(RunNote note) {
    return JSON.createObjectNode()
        .put("logStreamName", note.subject())
        .put("timestamp", note.at())
        .put("message", LogPattern.message(note))
        .put("ingestionTime", note.at())
        .put("eventId", Long.toString(note.sequence()));
  }
}
