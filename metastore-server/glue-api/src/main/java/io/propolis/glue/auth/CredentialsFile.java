package io.propolis.glue.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Access keys in a file as AWS's clients keep them in {@code ~/.aws/credentials}: a section {@code
 * [name]} for each user. Lines that are empty or begin with # or ; are passed over, as are settings
 * other than the two of a key.
 */
public final class CredentialsFile {
  private static final String ID = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";

  private CredentialsFile() {}

  /**
   * The keys of the file, in order.
   *
   * @throws UncheckedIOException naming the file when it cannot be read
   * @throws IllegalArgumentException naming what is not as it must be
   */
  public static List<AccessKey> read(Path file) {
    try {
      return keys(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<AccessKey> keys(Path file, List<String> lines) {
    var sections = new LinkedHashMap<String, Map<String, String>>();
    var user = "";
    for (var line : lines) {
      var text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        user = text.substring(1, text.length() - 1).strip();
      } else if (!text.isEmpty() && !text.startsWith("#") && !text.startsWith(";")) {
        if (equals <= 0 || user.isEmpty()) {
          throw new IllegalArgumentException(
              "%s has a line that is neither [user] nor a setting of one: %s"
                  .formatted(file, equals <= 0 ? text : text.substring(0, equals)));
        }
        sections
            .computeIfAbsent(user, each -> new LinkedHashMap<>())
            .put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    var keys = new ArrayList<AccessKey>();
    sections.forEach((name, settings) -> keys.add(key(file, name, settings)));
    return keys;
  }

  private static AccessKey key(Path file, String user, Map<String, String> settings) {
    var id = settings.get(ID);
    var secret = settings.get(SECRET);
    if (id == null || secret == null) {
      throw new IllegalArgumentException(
          "%s gives user %s no %s".formatted(file, user, id == null ? ID : SECRET));
    }
    return new AccessKey(id, secret, user);
  }
}
