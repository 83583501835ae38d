package io.propolis.thrift.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The server's side of TLS, versions 1.2 and 1.3. */
public final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Whether clients show a certificate, which one of the trusted authorities has signed. */
  public enum ClientCertificate {
    NONE,
    WANTED,
    REQUIRED
  }

  /** What becomes of clients that do not begin with TLS. */
  public enum Plaintext {
    REFUSED,
    ALLOWED
  }

  private final SSLContext context;
  private final ClientCertificate clientCertificate;
  private final Plaintext plaintext;

  private Tls(SSLContext context, ClientCertificate clientCertificate, Plaintext plaintext) {
    this.context = context;
    this.clientCertificate = clientCertificate;
    this.plaintext = plaintext;
  }

  /**
   * Reads keys and certificates.
   *
   * @param truststore the authorities of clients' certificates; absent means those of the JVM
   * @throws UncheckedIOException naming the file that cannot be read or holds no key
   */
  public static Tls of(
      KeyFile keystore,
      @Nullable KeyFile truststore,
      ClientCertificate clientCertificate,
      Plaintext plaintext) {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keystore.identity(), keystore.secret());
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(truststore == null ? null : truststore.authorities());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new Tls(context, clientCertificate, plaintext);
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(
          new IOException("The keys of %s cannot be used".formatted(keystore.path()), e));
    }
  }

  public boolean allowsPlaintext() {
    return plaintext == Plaintext.ALLOWED;
  }

  /** Keys and trust, for doors that speak TLS by themselves, as HTTP. */
  public SSLContext context() {
    return context;
  }

  /** The versions that are spoken, as the JDK names them. */
  public static String[] versions() {
    return VERSIONS.clone();
  }

  public ClientCertificate clientCertificate() {
    return clientCertificate;
  }

  /** Speaks TLS over two streams, before their first byte. */
  public TlsStreams over(InputStream in, OutputStream out) {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(VERSIONS);
    switch (clientCertificate) {
      case NONE -> {}
      case WANTED -> engine.setWantClientAuth(true);
      case REQUIRED -> engine.setNeedClientAuth(true);
    }
    return new TlsStreams(engine, in, out);
  }
}
