package io.propolis.server.process;

import static java.util.Objects.requireNonNull;

import io.propolis.catalog.model.access.TokenLifetimes;
import io.propolis.server.CommandException;
import io.propolis.server.config.ThriftDoor;
import io.propolis.server.http.JwtCheck;
import io.propolis.thrift.ThriftSecurity;
import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.Delegation;
import io.propolis.thrift.security.Kerberos;
import io.propolis.thrift.security.KeyFile;
import io.propolis.thrift.security.ProxyUsers;
import io.propolis.thrift.security.Tls;
import io.propolis.thrift.security.UsersFile;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Makes of settings who may speak to the Hive Metastore door. */
final class HiveSecurity {
  private HiveSecurity() {}

  /** Throws {@link CommandException} when keys, users or the keytab cannot be read. */
  static ThriftSecurity of(ThriftDoor settings) {
    try {
      return new ThriftSecurity(
          tls(settings.tls()), authentication(settings), delegation(settings.tokens()));
    } catch (UncheckedIOException e) {
      var cause = e.getCause();
      throw CommandException.because(
          "cannot secure the Thrift port",
          cause == null ? String.valueOf(e.getMessage()) : reason(e.getMessage(), cause),
          "correct thrift.tls, thrift.users-file or thrift.kerberos",
          e);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(
          "cannot secure the Thrift port",
          String.valueOf(e.getMessage()),
          "correct thrift.kerberos, thrift.tokens or thrift.jwks-url",
          e);
    }
  }

  private static String reason(@Nullable String what, Throwable cause) {
    var root = cause.getCause();
    return root == null ? String.valueOf(what) : what + ": " + root.getMessage();
  }

  private static @Nullable Tls tls(ThriftDoor.Tls settings) {
    if (settings.keystore() == null) {
      return null;
    }
    return Tls.of(
        new KeyFile(settings.keystore(), settings.password()),
        settings.truststore() == null
            ? null
            : new KeyFile(settings.truststore(), settings.truststorePassword()),
        settings.clientCertificate(),
        settings.required() ? Tls.Plaintext.REFUSED : Tls.Plaintext.ALLOWED);
  }

  private static Authentication authentication(ThriftDoor settings) {
    var kerberos = settings.kerberos();
    return switch (settings.authentication()) {
      case NONE -> Authentication.NONE;
      case PASSWORD ->
          Authentication.byPassword(UsersFile.read(requireNonNull(settings.usersFile())));
      case JWT -> Authentication.byBearer(new JwtCheck(requireNonNull(settings.jwksUrl())));
      case KERBEROS ->
          Kerberos.of(
              requireNonNull(kerberos.principal()),
              requireNonNull(kerberos.keytab()),
              kerberos.authToLocal());
    };
  }

  private static Delegation delegation(ThriftDoor.Tokens tokens) {
    return new Delegation(
        new TokenLifetimes(tokens.maxLifetime(), tokens.renewInterval(), tokens.keyInterval()),
        tokens.proxyUsers() == null ? ProxyUsers.NONE : ProxyUsers.parse(tokens.proxyUsers()));
  }
}
