package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.wire.GlueException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Types of connections, and what they have to say: those that this server can make, and those that
 * clients registered, which are kept for who reads from them.
 */
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
          new Type(
              "MONGODB",
              "MongoDB",
              "A server of MongoDB, by its URL.",
              List.of(
                  Property.required(
                      "CONNECTION_URL", "mongodb://HOST:PORT/DATABASE, or mongodb+srv://."),
                  Property.required("USERNAME", "User, when the URL names none."),
                  Property.secret("PASSWORD", "Password of the user."))),
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

  private static final String NAME = "ConnectionType";

  /**
   * A member that AWS does not have: the request that registered the type, which the others tell in
   * part. Clients of AWS pass over it.
   */
  private static final String REGISTRATION = "Registration";

  private final View view;

  ConnectionTypeCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document("ListConnectionTypes", this::list);
    table.document("DescribeConnectionType", this::describe);
    table.document("RegisterConnectionType", this::register);
    table.document("DeleteConnectionType", this::delete);
  }

  private static ResourceKey key(String name) {
    return ResourceKey.of(ResourceKind.CONNECTION_TYPE, name);
  }

  private static Optional<Type> ofServer(String name) {
    return TYPES.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }

  private ObjectNode register(Call call, ObjectNode request) {
    var name = Documents.required(request, NAME);
    if (ofServer(name).isPresent()) {
      throw GlueException.invalidInput(
          "%s is %s, which is a type of this server".formatted(NAME, name));
    }
    var type = Documents.without(request, List.of("Tags"));
    call.session()
        .resources()
        .create(key(name), Documents.text(type), Documents.texts(request.path("Tags")));
    return Documents.empty()
        .put(
            "ConnectionTypeArn",
            call.settings().arn(ResourceKind.CONNECTION_TYPE.arnType().orElseThrow() + "/" + name));
  }

  private ObjectNode delete(Call call, ObjectNode request) {
    var name = Documents.required(request, NAME);
    if (ofServer(name).isPresent()) {
      throw GlueException.invalidInput(
          "%s is %s, which is a type of this server".formatted(NAME, name));
    }
    call.session().resources().delete(key(name));
    return Documents.empty();
  }

  private ObjectNode list(Call call, ObjectNode request) {
    var question = "ListConnectionTypes";
    var all =
        Stream.concat(
                TYPES.stream().map(Type::brief),
                call
                    .session()
                    .resources()
                    .list(ResourceKind.CONNECTION_TYPE, "", "", Integer.MAX_VALUE)
                    .stream()
                    .map(each -> RegisteredType.brief(Documents.read(each.document()))))
            .sorted(Comparator.comparing(each -> each.path(NAME).asText()))
            .toList();
    var page =
        Page.of(
            all,
            each -> each.path(NAME).asText(),
            call.tokens().last(question, Documents.textOf(request, "NextToken")),
            request.path("MaxResults").asInt(PAGE));
    var reply = Documents.empty();
    var types = reply.putArray("ConnectionTypes");
    page.things().forEach(types::add);
    Optional.ofNullable(page.token(call.tokens(), question))
        .ifPresent(token -> reply.put("NextToken", token));
    return reply;
  }

  private ObjectNode describe(Call call, ObjectNode request) {
    var name = Documents.required(request, NAME);
    var known = ofServer(name);
    if (known.isPresent()) {
      return known.get().described();
    }
    var registered =
        call.session()
            .resources()
            .find(key(name))
            .orElseThrow(
                () ->
                    GlueException.invalidInput(
                        "No connection type %s; the server's are %s"
                            .formatted(name, TYPES.stream().map(Type::name).toList())));
    var registration = Documents.read(registered.document());
    var described =
        view.strictly(RegisteredType.described(registration), "DescribeConnectionTypeResponse");
    described.set(REGISTRATION, registration);
    return described;
  }
}
