package io.propolis.thrift.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A file of keys and certificates, told by its content: PEM (RFC 7468: a PKCS #8 private key and
 * its chain of certificates, the server's first), PKCS #12 or JKS.
 *
 * @param password absent when the file has none
 */
public record KeyFile(Path path, @Nullable String password) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([^-]+)-----END");
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  @Override
  public String toString() {
    return "KeyFile[" + path + "]"; // a password is not for logs
  }

  char[] secret() {
    return password == null ? new char[0] : password.toCharArray();
  }

  /** Private keys with their certificates. Throws {@link UncheckedIOException} naming the file. */
  KeyStore identity() {
    var pem = pem();
    return reading(
        () -> {
          if (!pem.contains(CERTIFICATE)) {
            return binary();
          }
          var chain = certificates(pem);
          var store = empty();
          store.setKeyEntry("server", privateKey(pem), secret(), chain);
          return store;
        });
  }

  /** Certificates of authorities. Throws {@link UncheckedIOException} naming the file. */
  KeyStore authorities() {
    var pem = pem();
    return reading(
        () -> {
          if (!pem.contains(CERTIFICATE)) {
            return binary();
          }
          var store = empty();
          int number = 0;
          for (var certificate : certificates(pem)) {
            store.setCertificateEntry("authority-" + number++, certificate);
          }
          return store;
        });
  }

  private interface Reading {
    KeyStore read() throws GeneralSecurityException, IOException;
  }

  private KeyStore reading(Reading reading) {
    try {
      return reading.read();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "Cannot read keys and certificates from " + path + ": " + e.getMessage(), e);
  }

  private String pem() {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private KeyStore binary() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(path.toFile(), secret());
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate[] certificates(String pem) throws GeneralSecurityException {
    var begin = pem.indexOf(CERTIFICATE);
    var keyless =
        KEY.matcher(pem.substring(begin)).replaceAll("").getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(keyless))
        .toArray(Certificate[]::new);
  }

  private PrivateKey privateKey(String pem) throws GeneralSecurityException, IOException {
    var key = KEY.matcher(pem);
    if (!key.find()) {
      throw new InvalidKeySpecException("there is no private key in PKCS #8 (BEGIN PRIVATE KEY)");
    }
    var bytes = Base64.getMimeDecoder().decode(key.group(2));
    if (key.group(1) == null) {
      return plain(new PKCS8EncodedKeySpec(bytes));
    }
    if (password == null || password.isEmpty()) {
      throw new InvalidKeySpecException("the private key is encrypted, and there is no password");
    }
    try {
      return plain(decrypted(bytes));
    } catch (InvalidKeySpecException e) {
      // A wrong password may also decrypt to something that is no key.
      throw new InvalidKeySpecException("the private key is encrypted with another password", e);
    }
  }

  private static PrivateKey plain(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // a key of one of the others
      }
    }
    throw new InvalidKeySpecException("the private key is none of " + ALGORITHMS);
  }

  /** Some versions of openssl encrypt with Triple DES unless they are told not to. */
  private static EncryptedPrivateKeyInfo sealed(byte[] bytes) throws IOException {
    try {
      return new EncryptedPrivateKeyInfo(bytes);
    } catch (IOException e) {
      throw new IOException(
          "the private key is encrypted in a way that Java does not know ("
              + e.getMessage()
              + "); openssl pkcs8 -topk8 -v2 aes256 makes one that it does",
          e);
    }
  }

  private PKCS8EncodedKeySpec decrypted(byte[] bytes) throws GeneralSecurityException, IOException {
    var sealed = sealed(bytes);
    // The name of PBES2 says nothing; its parameters, as text, name the algorithm.
    var name =
        sealed.getAlgName().equals("PBES2")
            ? sealed.getAlgParameters().toString()
            : sealed.getAlgName();
    var key = SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(secret()));
    var cipher = Cipher.getInstance(name);
    cipher.init(Cipher.DECRYPT_MODE, key, sealed.getAlgParameters());
    return sealed.getKeySpec(cipher);
  }
}
