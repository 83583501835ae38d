package io.propolis.glue.connections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.propolis.glue.secrets.SecretException;
import io.propolis.glue.secrets.SecretKeys;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The secrets of connections: in documents that are stored each is an object that holds it sealed.
 * What is a secret is told by the name of its member, or by its value where that is a URL with a
 * password.
 */
public final class ConnectionSecrets {
  private static final String SEALED = "$sealed";
  private static final String MASKED = "masked";
  private static final String ENCRYPTED = "ENCRYPTED_";
  private static final String PROPERTIES = "ConnectionProperties";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|passwd|pwd|passphrase|client_?secret|token$|authorization_?code|api_?key|"
              + "access_?key|private_?key",
          Pattern.CASE_INSENSITIVE);

  /** All that these hold is secret. */
  private static final Set<String> SECRET_MAPS =
      Set.of("CustomAuthenticationCredentials", "OAuth2Credentials");

  /** The password in a URL: as a parameter, or between user and host. */
  private static final Pattern URL_PASSWORD =
      Pattern.compile(
          "(?i)(?<=[?&;](password|pwd|passwd)=)[^&;]+|(?<=://[^/?#:@]{0,255}:)[^/?#@]+(?=@)");

  /** How secrets are shown. */
  public enum Showing {
    OPEN,

    /** Not at all. */
    HIDDEN,

    /** As they are kept, as {@code ENCRYPTED_PASSWORD}. */
    ENCRYPTED
  }

  private final SecretKeys keys;

  public ConnectionSecrets(SecretKeys keys) {
    this.keys = keys;
  }

  /**
   * The document as it can be stored. What clients were shown instead of a secret means that secret
   * when they send it back: {@code ENCRYPTED_PASSWORD}, a URL with its password masked.
   *
   * @param stored what it replaces; empty when it is new
   * @throws GlueException GlueEncryptionException when it holds secrets and there is no key
   */
  public ObjectNode sealed(String connection, ObjectNode document, ObjectNode stored) {
    if (keys.isEmpty()) {
      var secrets = new TreeSet<String>();
      collect(document, "", secrets);
      if (!secrets.isEmpty()) {
        throw new GlueException(
            GlueError.ENCRYPTION,
            "Connection %s has secrets (%s) and this server has no key to encrypt them: set glue.encryption-key, or give SECRET_ID instead"
                .formatted(connection, String.join(", ", secrets)));
      }
    }
    return (ObjectNode) seal(document, place(connection), "", stored);
  }

  private static String place(String connection) {
    return "connection/" + connection;
  }

  private static void collect(JsonNode node, String parent, Set<String> secrets) {
    for (var member : node.properties()) {
      if (isSecret(parent, member.getKey(), member.getValue())) {
        secrets.add(member.getKey());
      } else {
        collect(member.getValue(), member.getKey(), secrets);
      }
    }
  }

  private static boolean isSecret(String parent, String name, JsonNode value) {
    return value.isTextual()
        && (SECRET_MAPS.contains(parent)
            || SECRET_NAME.matcher(name).find()
            || URL_PASSWORD.matcher(value.asText()).find());
  }

  private JsonNode seal(JsonNode node, String place, String parent, JsonNode stored) {
    if (node.has(SEALED)) {
      throw GlueException.invalidInput("A connection has no member " + SEALED);
    }
    if (!(node instanceof ObjectNode object)) {
      return node.deepCopy();
    }
    var copy = object.objectNode();
    for (var member : object.properties()) {
      var name = member.getKey();
      var value = member.getValue();
      var at = place + "/" + name;
      var plain = name.startsWith(ENCRYPTED) ? name.substring(ENCRYPTED.length()) : name;
      if (isShownOf(stored.path(plain), name, value)) {
        if (plain.equals(name) || !object.has(plain)) {
          copy.set(plain, stored.path(plain).deepCopy());
        }
      } else if (isSecret(parent, name, value)) {
        var sealed = copy.putObject(name).put(SEALED, keys.seal(value.asText(), at));
        var masked = URL_PASSWORD.matcher(value.asText()).replaceAll("*****");
        if (!masked.equals(value.asText()) && !SECRET_NAME.matcher(name).find()) {
          sealed.put(MASKED, masked);
        }
      } else {
        copy.set(name, seal(value, at, name, stored.path(name)));
      }
    }
    return copy;
  }

  /** Whether a member is what was shown instead of a secret that is stored. */
  private static boolean isShownOf(JsonNode stored, String name, JsonNode value) {
    return stored.has(SEALED)
        && (stored.path(MASKED).equals(value)
            || (name.startsWith(ENCRYPTED) && stored.path(SEALED).equals(value)));
  }

  /**
   * A stored document as it is shown.
   *
   * @throws GlueException GlueEncryptionException when no key opens a secret
   */
  public ObjectNode shown(String connection, ObjectNode stored, Showing showing) {
    try {
      return (ObjectNode) show(stored, place(connection), showing);
    } catch (SecretException e) {
      throw new GlueException(GlueError.ENCRYPTION, String.valueOf(e.getMessage()), e);
    }
  }

  private JsonNode show(JsonNode node, String place, Showing showing) {
    if (node instanceof ArrayNode || !(node instanceof ObjectNode object)) {
      return node.deepCopy();
    }
    var copy = object.objectNode();
    for (var member : object.properties()) {
      var name = member.getKey();
      var at = place + "/" + name;
      var sealed = member.getValue().path(SEALED);
      if (sealed.isMissingNode()) {
        copy.set(name, show(member.getValue(), at, showing));
      } else if (showing == Showing.OPEN) {
        copy.set(name, TextNode.valueOf(keys.open(sealed.asText(), at)));
      } else if (member.getValue().has(MASKED)) {
        copy.set(name, member.getValue().get(MASKED));
      } else if (showing == Showing.ENCRYPTED && place.endsWith("/" + PROPERTIES)) {
        copy.put(name.startsWith(ENCRYPTED) ? name : ENCRYPTED + name, sealed.asText());
      }
    }
    return copy;
  }
}
