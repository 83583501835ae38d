package io.propolis.thrift.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * Kerberos (SASL GSSAPI, RFC 4752): clients show a ticket for the server's principal, whose key
 * lies in a keytab. Messages are signed or encrypted when the client wants it. The realm and its
 * rules are those of the JVM, usually {@code /etc/krb5.conf}; the KDC is not asked.
 */
public final class Kerberos implements Authentication {
  private static final String MECHANISM = "GSSAPI";
  private static final Pattern PRINCIPAL = Pattern.compile("([^/@]+)/([^/@]+)(@[^/@]+)?");
  private static final String OWN_HOST = "_HOST";

  private final Subject server;
  private final String service;
  private final String host;
  private final PrincipalRules rules;

  private Kerberos(Subject server, String service, String host, PrincipalRules rules) {
    this.server = server;
    this.service = service;
    this.host = host;
    this.rules = rules;
  }

  /**
   * @param principal service/host@REALM; {@code _HOST} stands for this machine's name
   * @param rules how clients' principals become users; see {@link PrincipalRules}
   * @throws IllegalArgumentException when the principal or a rule is not of its form
   * @throws UncheckedIOException when the keytab cannot be read or has no key of the principal
   */
  public static Kerberos of(String principal, Path keytab, String rules) {
    var form = PRINCIPAL.matcher(principal);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "A server's principal is service/host@REALM, not " + principal);
    }
    if (!Files.isReadable(keytab)) {
      throw new UncheckedIOException(new IOException("Cannot read the keytab " + keytab));
    }
    var host = form.group(2).equals(OWN_HOST) ? ownHost() : form.group(2);
    var realm = form.group(3) == null ? "" : form.group(3);
    var service = form.group(1);
    var own = new KerberosPrincipal(service + "/" + host + realm);
    return new Kerberos(
        login(own.getName(), keytab), service, host, PrincipalRules.parse(rules, own.getRealm()));
  }

  private static String ownHost() {
    try {
      return InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException("This machine has no name to put for _HOST", e);
    }
  }

  private static Subject login(String principal, Path keytab) {
    var options =
        Map.of(
            "principal", principal,
            "useKeyTab", "true",
            "keyTab", keytab.toString(),
            "refreshKrb5Config", "true",
            "storeKey", "true",
            "doNotPrompt", "true",
            "isInitiator", "false");
    var entry =
        new AppConfigurationEntry(
            "com.sun.security.auth.module.Krb5LoginModule",
            LoginModuleControlFlag.REQUIRED,
            options);
    var configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {entry};
          }
        };
    try {
      var subject = new Subject();
      new LoginContext("propolis", subject, null, configuration).login();
      return subject;
    } catch (LoginException e) {
      throw new UncheckedIOException(
          new IOException("Cannot use the keys of %s in %s".formatted(principal, keytab), e));
    }
  }

  @Override
  public boolean isRequired() {
    return true;
  }

  @Override
  public Set<String> mechanisms() {
    return Set.of(MECHANISM);
  }

  @Override
  public SaslServer begin(String mechanism) throws SaslException {
    PrivilegedExceptionAction<SaslServer> begin =
        () ->
            Sasl.createSaslServer(
                MECHANISM,
                service,
                host,
                Map.of(Sasl.QOP, "auth-conf,auth-int,auth"),
                Kerberos::authorise);
    try {
      return Subject.doAs(server, begin);
    } catch (PrivilegedActionException e) {
      throw new SaslException("Cannot begin Kerberos as " + service + "/" + host, e);
    }
  }

  /** Nobody acts as somebody else. */
  private static void authorise(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      if (!(callback instanceof AuthorizeCallback question)) {
        throw new UnsupportedCallbackException(callback);
      }
      boolean same = question.getAuthenticationID().equals(question.getAuthorizationID());
      question.setAuthorized(same);
      if (same) {
        question.setAuthorizedID(question.getAuthorizationID());
      }
    }
  }

  @Override
  public boolean asksForTickets() {
    return true;
  }

  @Override
  public Proof proof(SaslServer complete) throws SaslException {
    var principal = complete.getAuthorizationID();
    return shortName(principal)
        .map(user -> new Proof(user, Proof.Method.TICKET))
        .orElseThrow(() -> new SaslException("No rules applied to the principal " + principal));
  }

  @Override
  public Optional<String> shortName(String name) {
    return rules.shortName(name);
  }

  @Override
  public Optional<PasswordCheck> passwords() {
    return Optional.empty();
  }
}
