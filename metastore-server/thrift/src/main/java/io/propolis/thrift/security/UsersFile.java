package io.propolis.thrift.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Users and their passwords in a file, one per line: {@code name:iterations:salt:hash}, where the
 * hash is PBKDF2 with HMAC-SHA-256 and both salt and hash are hexadecimal. Lines that are empty or
 * begin with # are passed over. A changed file is read again at the next question.
 */
public final class UsersFile implements PasswordCheck {
  private static final Pattern LINE =
      Pattern.compile(
          "([^:]+):([1-9]\\d{3,7}):((?:\\p{XDigit}{2}){8,}):((?:\\p{XDigit}{2}){32,64})");

  /** Asked for when a user is unknown, so that the time of the answer does not tell. */
  private static final Secret NOBODY = new Secret(100_000, new byte[16], new byte[32]);

  private final Path path;
  private volatile Content content;

  private record Secret(int iterations, byte[] salt, byte[] hash) {
    boolean is(String password) {
      var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length * 8);
      try {
        var derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
        return MessageDigest.isEqual(derived.getEncoded(), hash);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } finally {
        spec.clearPassword();
      }
    }
  }

  private record Content(FileTime modified, Map<String, Secret> secrets) {}

  private UsersFile(Path path, Content content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Throws {@link UncheckedIOException} naming the file, and the line that is not as it must be.
   */
  public static UsersFile read(Path path) {
    try {
      return new UsersFile(path, content(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read users from " + path + ": " + e.getMessage(), e);
    }
  }

  private static Content content(Path path) throws IOException {
    var modified = Files.getLastModifiedTime(path);
    var secrets = new HashMap<String, Secret>();
    int number = 0;
    for (var line : Files.readAllLines(path)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var form = LINE.matcher(line.strip());
      if (!form.matches()) {
        throw new IOException("line " + number + " is not name:iterations:salt:hash");
      }
      secrets.put(
          form.group(1),
          new Secret(
              Integer.parseInt(form.group(2)),
              HexFormat.of().parseHex(form.group(3)),
              HexFormat.of().parseHex(form.group(4))));
    }
    return new Content(modified, Map.copyOf(secrets));
  }

  @Override
  public boolean accepts(String user, String password) {
    var secrets = current().secrets();
    boolean matches = secrets.getOrDefault(user, NOBODY).is(password);
    return matches && secrets.containsKey(user);
  }

  private Content current() {
    try {
      if (!Files.getLastModifiedTime(path).equals(content.modified())) {
        content = content(path);
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read users from " + path + ": " + e.getMessage(), e);
    }
  }
}
