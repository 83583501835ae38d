package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.Documents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type of connections that a client registered, in the words of those that describe types. */
final class RegisteredType {
  private static final String NAME = "ConnectionType";
  private static final String ABOUT = "Description";
  private static final String AUTHENTICATION = "ConnectorAuthenticationConfiguration";

  private RegisteredType() {}

  /** The type in short. */
  static ObjectNode brief(ObjectNode registered) {
    var brief = registered.deepCopy().retain(List.of(NAME, ABOUT));
    brief.set("Capabilities", capabilities(registered));
    return brief;
  }

  /** The type with all that connections of it have to give. */
  static ObjectNode described(ObjectNode registered) {
    var described = registered.deepCopy();
    described.set("Capabilities", capabilities(registered));
    var properties = registered.path("ConnectionProperties");
    var all = described.putObject("ConnectionProperties");
    put(all, properties.path("Url"));
    properties.path("AdditionalRequestParameters").forEach(each -> put(all, each));
    authentication(registered.path(AUTHENTICATION), described);
    return described;
  }

  /** They are read from; with what is not said. */
  private static ObjectNode capabilities(ObjectNode registered) {
    var capabilities = Documents.empty();
    var types = registered.path(AUTHENTICATION).path("AuthenticationTypes");
    capabilities.set("SupportedAuthenticationTypes", types.deepCopy());
    capabilities.putArray("SupportedDataOperations").add("READ");
    capabilities.putArray("SupportedComputeEnvironments");
    return capabilities;
  }

  private static void authentication(JsonNode given, ObjectNode described) {
    var authentication = described.putObject("AuthenticationConfiguration");
    var type =
        property("AuthenticationType", true, "USER_INPUT", given.path("AuthenticationTypes"));
    authentication.set("AuthenticationType", type);
    var basic = given.path("BasicAuthenticationProperties");
    if (basic.isObject()) {
      var all = authentication.putObject("BasicAuthenticationProperties");
      basic.forEach(each -> put(all, each));
    }
    var custom = given.path("CustomAuthenticationProperties");
    if (custom.isObject()) {
      var all = authentication.putObject("CustomAuthenticationProperties");
      custom.path("AuthenticationParameters").forEach(each -> put(all, each));
    }
    var oAuth = given.path("OAuth2Properties");
    if (oAuth.isObject()) {
      var all = authentication.putObject("OAuth2Properties");
      for (var grant : oAuth) {
        for (var each : grant) {
          if (each.isArray()) {
            each.forEach(one -> put(all, one));
          } else {
            put(all, each);
          }
        }
      }
    }
  }

  private static void put(ObjectNode properties, JsonNode given) {
    var name = Documents.textOf(given, "Name");
    if (name == null) {
      return;
    }
    var property =
        property(
            name,
            given.path("Required").asBoolean(),
            given.path("PropertyType").asText(),
            given.path("AllowedValues"));
    for (var member : List.of("DefaultValue", "KeyOverride", "PropertyLocation")) {
      if (given.has(member)) {
        property.set(member, given.get(member));
      }
    }
    properties.set(name, property);
  }

  private static ObjectNode property(
      String name, boolean isRequired, String type, @Nullable JsonNode allowed) {
    var property =
        Documents.empty().put("Name", name).put("Description", "").put("Required", isRequired);
    property.putArray("PropertyTypes").add(type);
    if (allowed != null && allowed.isArray()) {
      var values = property.putArray("AllowedValues");
      allowed.forEach(each -> values.addObject().set("Value", each));
    }
    return property;
  }
}
