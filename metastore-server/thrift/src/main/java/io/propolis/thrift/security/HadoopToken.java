package io.propolis.thrift.security;

import io.propolis.catalog.model.access.DelegationToken;
import io.propolis.catalog.model.access.TokenKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A delegation token as Hadoop writes it: what it says, signed with HMAC-SHA1. The signature is the
 * password of whoever shows the token.
 */
record HadoopToken(DelegationToken token, byte[] password) {
  private static final String KIND = "HIVE_DELEGATION_TOKEN";
  private static final int VERSION = 0;
  private static final String SIGNATURE = "HmacSHA1";

  @Override
  public String toString() {
    return "HadoopToken[" + token + "]"; // a password is not for logs
  }

  static HadoopToken signed(DelegationToken token, TokenKey key) {
    return new HadoopToken(token, password(token, key));
  }

  static byte[] password(DelegationToken token, TokenKey key) {
    try {
      var mac = Mac.getInstance(SIGNATURE);
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.secret()), SIGNATURE));
      return mac.doFinal(identifier(token));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + SIGNATURE, e);
    }
  }

  boolean isSignedWith(TokenKey key) {
    return MessageDigest.isEqual(password, password(token, key));
  }

  /** In base64 for URLs, as clients keep it. */
  String written() {
    var bytes =
        new HadoopWriter().bytes(identifier(token)).bytes(password).text(KIND).text("").written();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Throws IllegalArgumentException when the text is no token of this kind. */
  static HadoopToken read(String text) {
    var in = new HadoopReader(Base64.getUrlDecoder().decode(text));
    var token = readIdentifier(in.bytes());
    var password = in.bytes();
    var kind = in.text();
    in.text(); // the service, which clients fill in for themselves
    in.end();
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("A token of kind %s, not %s".formatted(kind, KIND));
    }
    return new HadoopToken(token, password);
  }

  static byte[] identifier(DelegationToken token) {
    return new HadoopWriter()
        .raw(VERSION)
        .text(token.owner())
        .text(token.renewer())
        .text(token.realUser())
        .number(token.issuedAt())
        .number(token.expiresAt())
        .number(token.sequence())
        .number(token.key())
        .written();
  }

  /** Throws IllegalArgumentException when the bytes are no identifier. */
  static DelegationToken readIdentifier(byte[] bytes) {
    var in = new HadoopReader(bytes);
    int version = in.raw();
    if (version != VERSION) {
      throw new IllegalArgumentException("Unknown version of a token: " + version);
    }
    var owner = in.text();
    var renewer = in.text();
    var realUser = in.text();
    long issuedAt = in.number();
    long expiresAt = in.number();
    int sequence = in.integer();
    int key = in.integer();
    in.end();
    return new DelegationToken(sequence, owner, renewer, realUser, issuedAt, expiresAt, key);
  }
}
