package io.propolis.glue.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretKeysTest {
  private static final String KEY = SecretKeys.generate();

  private final SecretKeys keys = SecretKeys.parse(KEY);

  @Test
  void aSecretIsOpenedWhereItWasSealedFor() {
    var sealed = keys.seal("Ünï 😀", "connection/a/PASSWORD");

    assertThat(SecretKeys.parse(KEY).open(sealed, "connection/a/PASSWORD")).isEqualTo("Ünï 😀");
    assertThatThrownBy(() -> keys.open(sealed, "connection/b/PASSWORD"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("connection/b/PASSWORD");
  }

  @Test
  void theSameSecretIsNeverSealedTheSameWay() {
    assertThat(keys.seal("secret", "p")).isNotEqualTo(keys.seal("secret", "p"));
  }

  @Test
  void whatWasChangedIsNotOpened() {
    var sealed = keys.seal("secret", "p");
    var parts = sealed.split(":");
    var bytes = Base64.getDecoder().decode(parts[2]);
    bytes[bytes.length - 1] ^= 1;
    var changed = parts[0] + ":" + parts[1] + ":" + Base64.getEncoder().encodeToString(bytes);

    assertThatThrownBy(() -> keys.open(changed, "p")).isInstanceOf(SecretException.class);
    for (var broken :
        new String[] {
          "",
          "secret",
          "2:" + parts[1] + ":" + parts[2],
          "1:" + parts[1] + ":?",
          "1:" + parts[1] + ":AAAA"
        }) {
      assertThatThrownBy(() -> keys.open(broken, "p")).isInstanceOf(SecretException.class);
    }
  }

  @Test
  void whatIsNoKeySaysSoAndIsNotShown() {
    for (var text : new String[] {"", " , ", "hunter2!", "aHVudGVyMg=="}) {
      assertThatThrownBy(() -> SecretKeys.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("aHVudGVyMg");
    }
  }
}
