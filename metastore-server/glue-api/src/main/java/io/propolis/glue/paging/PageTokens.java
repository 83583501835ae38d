package io.propolis.glue.paging;

import io.propolis.glue.wire.GlueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that say where the next page begins: behind the last key of this one. So they outlive
 * restarts, work on every node of a catalog, and what is made or dropped between two pages is seen
 * or not, but nothing else is twice or missing. A token is good for the question it was given for,
 * and for no other.
 */
public final class PageTokens {
  private static final int VERSION = 1;
  private static final int MAC_BYTES = 12;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param catalog the catalog's id; not a secret: the token guards against mistakes, not people
   */
  public PageTokens(UUID catalog) {
    this.key = new SecretKeySpec(("pages of " + catalog).getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /**
   * @param question what is paged through: operation and everything that decides about its answer
   * @param last key of the last thing on the page
   */
  public String next(String question, String last) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.write(mac(question, last));
      out.write(last.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** The key behind which the page begins; empty for the first page. */
  public Optional<String> last(String question, @Nullable String token) {
    if (token == null || token.isEmpty()) {
      return Optional.empty();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(decoded(token)))) {
      int version = in.read();
      var mac = in.readNBytes(MAC_BYTES);
      var last = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (version == VERSION && MessageDigest.isEqual(mac, mac(question, last))) {
        return Optional.of(last);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw GlueException.invalidInput("Invalid pagination token: it was given for something else");
  }

  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw GlueException.invalidInput("Invalid pagination token");
    }
  }

  private byte[] mac(String question, String last) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(question.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(last.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
