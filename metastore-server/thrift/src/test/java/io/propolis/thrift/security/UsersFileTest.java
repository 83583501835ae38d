package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {
  private static final String SALT = "00112233445566778899aabbccddeeff";

  @TempDir private Path folder;

  private static String line(String user, String password) throws Exception {
    var spec = new PBEKeySpec(password.toCharArray(), HexFormat.of().parseHex(SALT), 10_000, 256);
    var hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    return user + ":10000:" + SALT + ":" + HexFormat.of().formatHex(hash) + "\n";
  }

  @Test
  void aUserIsAcceptedWithTheirOwnPasswordOnly() throws Exception {
    var file = folder.resolve("users");
    Files.writeString(file, "# people\n\n" + line("ann", "one") + line("bob", "two"));
    var users = UsersFile.read(file);
    assertThat(users.accepts("ann", "one")).isTrue();
    assertThat(users.accepts("bob", "two")).isTrue();
    assertThat(users.accepts("ann", "two")).isFalse();
    assertThat(users.accepts("ann", "")).isFalse();
    assertThat(users.accepts("eve", "one")).isFalse();
  }

  @Test
  void aChangedFileIsReadAgain() throws Exception {
    var file = Files.writeString(folder.resolve("users"), line("ann", "one"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    var users = UsersFile.read(file);
    assertThat(users.accepts("ann", "one")).isTrue();
    Files.writeString(file, line("ann", "changed"));
    assertThat(users.accepts("ann", "one")).isFalse();
    assertThat(users.accepts("ann", "changed")).isTrue();
  }

  @Test
  void aLineOfAnotherFormIsNamed() throws Exception {
    var file = Files.writeString(folder.resolve("users"), line("ann", "one") + "bob:two\n");
    assertThatThrownBy(() -> UsersFile.read(file)).hasMessageContaining("line 2");
  }
}
