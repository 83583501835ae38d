package io.propolis.thrift.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Comparator;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real KDC with a principal for the server and one for each of some users. */
final class GivenKdc implements BeforeEachCallback, AfterEachCallback {
  static final String REALM = "PROPOLIS.TEST";

  private static final String CONFIGURATION = "java.security.krb5.conf";
  private static final String SERVICE = "hive/localhost";

  private final String[] users;
  private Path folder;
  private SimpleKdcServer kdc;

  GivenKdc(String... users) {
    this.users = users;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("kdc");
    kdc = new SimpleKdcServer();
    kdc.setKdcRealm(REALM);
    kdc.setKdcHost("localhost");
    kdc.setAllowUdp(false);
    kdc.setWorkDir(folder.toFile());
    kdc.init();
    kdc.start();
    kdc.createAndExportPrincipals(keytab("hive").toFile(), SERVICE);
    for (var user : users) {
      kdc.createAndExportPrincipals(keytab(user).toFile(), user);
    }
    System.setProperty(CONFIGURATION, folder.resolve("krb5.conf").toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    kdc.stop();
    System.clearProperty(CONFIGURATION);
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(GivenKdc::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path keytab(String user) {
    return folder.resolve(user + ".keytab");
  }

  /** The server's authentication. */
  Kerberos kerberos() {
    return kerberos("DEFAULT");
  }

  /** The same with rules of its own for principals. */
  Kerberos kerberos(String rules) {
    return Kerberos.of(SERVICE + "@" + REALM, keytab("hive"), rules);
  }

  /** Does something with the ticket of a user. */
  <T> T as(String user, PrivilegedExceptionAction<T> work) throws Exception {
    try {
      return Subject.doAs(login(user), work);
    } catch (PrivilegedActionException e) {
      throw e.getException();
    }
  }

  private Subject login(String user) throws LoginException {
    var options =
        Map.of(
            "principal", user + "@" + REALM,
            "useKeyTab", "true",
            "keyTab", keytab(user).toString(),
            "doNotPrompt", "true",
            "refreshKrb5Config", "true");
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
    var subject = new Subject();
    new LoginContext("client", subject, null, configuration).login();
    return subject;
  }
}
