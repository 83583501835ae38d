package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import java.util.Optional;

/** The types of connections that this server can make, and what they have to say. */
final class ConnectionTypeCalls implements Noun {
  private static final int PAGE = 100;

  /** Sorted by name. */
  private static final List<Type> TYPES =
      List.of(
          new Type(
              "JDBC",
              "JDBC",
              "A MySQL, MariaDB or PostgreSQL database, by its JDBC URL.",
              List.of(
                  Property.required("JDBC_CONNECTION_URL", "URL of the database."),
                  Property.required("USERNAME", "User of the database."),
                  Property.secret("PASSWORD", "Password of the user."),
                  Property.optional("JDBC_ENFORCE_SSL", "true for encrypted connections only."))),
          new Type(
              "KAFKA",
              "Apache Kafka",
              "Brokers of Kafka. A test reaches them as far as their port.",
              List.of(
                  Property.required(
                      "KAFKA_BOOTSTRAP_SERVERS", "Brokers, HOST:PORT, separated by commas."))),
          database("MYSQL", "MySQL", "A MySQL or MariaDB database."),
          new Type(
              "NETWORK",
              "Network",
              "A network, or a host in it. A test reaches the host as far as its port.",
              List.of(
                  Property.optional("HOST", "Name or address of the host."),
                  Property.optional("PORT", "Port of the host."))),
          database("POSTGRESQL", "PostgreSQL", "A PostgreSQL database."));

  private record Type(String name, String title, String about, List<Property> properties) {
    ObjectNode brief() {
      var brief =
          Documents.empty()
              .put("ConnectionType", name)
              .put("DisplayName", title)
              .put("Description", about);
      brief.set("Capabilities", capabilities());
      return brief;
    }

    ObjectNode described() {
      var described = Documents.empty().put("ConnectionType", name).put("Description", about);
      described.set("Capabilities", capabilities());
      var all = described.putObject("ConnectionProperties");
      properties.forEach(each -> all.set(each.name(), each.described()));
      return described;
    }

    private static ObjectNode capabilities() {
      var capabilities = Documents.empty();
      capabilities.putArray("SupportedAuthenticationTypes").add("BASIC");
      capabilities.putArray("SupportedDataOperations").add("READ");
      capabilities.putArray("SupportedComputeEnvironments").add("SPARK");
      return capabilities;
    }
  }

  private record Property(String name, String about, boolean isRequired, String type) {
    static Property required(String name, String about) {
      return new Property(name, about, true, "USER_INPUT");
    }

    static Property optional(String name, String about) {
      return new Property(name, about, false, "USER_INPUT");
    }

    static Property secret(String name, String about) {
      return new Property(name, about, true, "SECRET");
    }

    ObjectNode described() {
      var described =
          Documents.empty().put("Name", name).put("Description", about).put("Required", isRequired);
      described.putArray("PropertyTypes").add(type);
      return described;
    }
  }

  private static Type database(String name, String title, String about) {
    return new Type(
        name,
        title,
        about,
        List.of(
            Property.required("HOST", "Name or address of the server."),
            Property.required("PORT", "Port of the server."),
            Property.optional("DATABASE", "Name of the database."),
            Property.required("USERNAME", "User of the database."),
            Property.secret("PASSWORD", "Password of the user.")));
  }

  @Override
  public void serve(OperationTable table) {
    table.document("ListConnectionTypes", this::list);
    table.document("DescribeConnectionType", this::describe);
  }

  private ObjectNode list(Call call, ObjectNode request) {
    var question = "ListConnectionTypes";
    var page =
        Page.of(
            TYPES,
            Type::name,
            call.tokens().last(question, Documents.textOf(request, "NextToken")),
            request.path("MaxResults").asInt(PAGE));
    var reply = Documents.empty();
    var types = reply.putArray("ConnectionTypes");
    page.things().forEach(each -> types.add(each.brief()));
    Optional.ofNullable(page.token(call.tokens(), question))
        .ifPresent(token -> reply.put("NextToken", token));
    return reply;
  }

  private ObjectNode describe(Call call, ObjectNode request) {
    var name = Documents.required(request, "ConnectionType");
    return TYPES.stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                GlueException.invalidInput(
                    "No connection type %s; there are %s"
                        .formatted(name, TYPES.stream().map(Type::name).toList())))
        .described();
  }
}
