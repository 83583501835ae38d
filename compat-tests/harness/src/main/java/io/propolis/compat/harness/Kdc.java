package io.propolis.compat.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/** A real Kerberos KDC on a free port, with a key file for each principal. */
public final class Kdc implements AutoCloseable {
  private static final String REALM = "PROPOLIS.TEST";

  private final Path folder;
  private final SimpleKdcServer server;

  private Kdc(Path folder, SimpleKdcServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Starts it with its files in {@code folder}, which is made. */
  public static Kdc start(Path folder, String... principals) {
    try {
      Files.createDirectories(folder);
      var server = new SimpleKdcServer();
      server.setKdcRealm(REALM);
      server.setKdcHost("localhost");
      server.setAllowUdp(false);
      server.setWorkDir(folder.toFile());
      server.init();
      server.start();
      var kdc = new Kdc(folder, server);
      for (var principal : principals) {
        server.createAndExportPrincipals(kdc.keytab(principal).toFile(), principal);
      }
      return kdc;
    } catch (KrbException | IOException e) {
      throw new IllegalStateException("Cannot start a KDC", e);
    }
  }

  /** The name with its realm. */
  public String principal(String name) {
    return name + "@" + REALM;
  }

  public Path keytab(String name) {
    return folder.resolve(name.replace('/', '_') + ".keytab");
  }

  /** For the system property {@code java.security.krb5.conf}. */
  public Path configuration() {
    return folder.resolve("krb5.conf");
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (KrbException e) {
      throw new IllegalStateException("Cannot stop the KDC", e);
    }
  }
}
