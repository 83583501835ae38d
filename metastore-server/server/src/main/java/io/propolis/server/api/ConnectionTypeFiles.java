package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Types of connections that clients registered. The server shows the registration as it was given
 * in a member of its own, beside what AWS shows of it.
 */
record ConnectionTypeFiles() implements Reading {
  static final String TYPE = "ConnectionType";
  private static final String REGISTRATION = "Registration";

  /** The API declares no EntityNotFoundException for a type that is not there. */
  @Override
  public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
    var type = named.path(TYPE);
    return glue.all("ListConnectionTypes", object(), "ConnectionTypes").stream()
        .filter(each -> each.path(TYPE).equals(type))
        .findFirst()
        .map(each -> glue.call("DescribeConnectionType", named).path(REGISTRATION))
        .filter(registration -> !registration.isEmpty())
        .map(registration -> (ObjectNode) registration);
  }

  @Override
  public Stream<ObjectNode> keys(GlueClient glue) {
    return glue.all("ListConnectionTypes", object(), "ConnectionTypes").stream()
        .map(each -> object().put(TYPE, each.path(TYPE).asText()));
  }
}
