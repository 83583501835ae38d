package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A key of localhost and its certificate, in one PKCS12 file that servers and clients take. */
public record TlsKeys(Path file, String password) {
  private static final String PASSWORD = "changeit";

  /** Makes them in {@code folder} by the JDK's keytool. */
  public static TlsKeys in(Path folder) {
    try {
      keytool(
          folder,
          "-genkeypair -alias server -keyalg EC -dname CN=localhost"
              + " -ext san=dns:localhost,ip:127.0.0.1 -keystore server.p12");
      keytool(folder, "-exportcert -alias server -file server.cer -keystore server.p12");
      keytool(folder, "-importcert -noprompt -alias server -file server.cer -keystore trust.p12");
      return new TlsKeys(folder.resolve("server.p12"), PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run keytool", e);
    }
  }

  /** The certificate alone. */
  public Path trusted() {
    return file.resolveSibling("trust.p12");
  }

  private static void keytool(Path folder, String arguments) throws IOException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(java.util.List.of(arguments.split(" ")));
    command.addAll(java.util.List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    var log = folder.resolve("keytool.log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed:\n" + ChildProcess.tail(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while keytool ran", e);
    }
  }
}
