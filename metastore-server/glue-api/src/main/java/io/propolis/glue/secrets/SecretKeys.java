package io.propolis.glue.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which secrets are kept: AES-256 in GCM. The first one seals, all of them open, so
 * that a new key can be put in front of an old one. A secret is bound to the place that it was
 * sealed for and opens nowhere else.
 */
public final class SecretKeys {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String VERSION = "1";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** No keys: nothing can be sealed. */
  public static final SecretKeys NONE = new SecretKeys(List.of());

  private record Key(String id, SecretKeySpec spec) {}

  private final List<Key> keys;

  private SecretKeys(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Keys in base64, separated by commas or line breaks, each of {@link #KEY_BYTES} bytes.
   *
   * @throws IllegalArgumentException for what is no key; its message holds no key
   */
  public static SecretKeys parse(String text) {
    var keys = new ArrayList<Key>();
    for (var each : text.split("[,\\s]+", -1)) {
      if (!each.isEmpty()) {
        keys.add(key(each));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("There is no key");
    }
    return new SecretKeys(keys);
  }

  /** A new key, as {@link #parse} reads it. */
  public static String generate() {
    var key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static Key key(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("A key is not base64", e);
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "A key has %d bytes, not %d; openssl rand -base64 %d makes one"
              .formatted(bytes.length, KEY_BYTES, KEY_BYTES));
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      var id = HexFormat.of().formatHex(Arrays.copyOf(digest, 4));
      return new Key(id, new SecretKeySpec(bytes, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The secret as it can be stored. Throws IllegalStateException when there is no key. */
  public String seal(String secret, String place) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("There is no key to seal the secret of " + place);
    }
    var key = keys.get(0);
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var sealed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, place)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      var bytes = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return VERSION + ":" + key.id() + ":" + Base64.getEncoder().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal the secret of " + place, e);
    }
  }

  /**
   * The secret that was sealed for a place.
   *
   * @throws SecretException when none of the keys opens it
   */
  public String open(String sealed, String place) {
    var parts = sealed.split(":", 3);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      throw new SecretException(
          "The secret of " + place + " has a form that this server does not know");
    }
    var key =
        keys.stream()
            .filter(each -> each.id().equals(parts[1]))
            .findFirst()
            .orElseThrow(
                () ->
                    new SecretException(
                        "The secret of %s was kept with the key %s, which this server does not have"
                            .formatted(place, parts[1])));
    try {
      var bytes = Base64.getDecoder().decode(parts[2]);
      var opened =
          cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE_BYTES), place)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return new String(opened, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretException(
          "The secret of " + place + " is damaged or was kept for another place", e);
    }
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, String place)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key.spec(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
