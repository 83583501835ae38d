package io.propolis.compat.trino;

/**
 * Starts the Trino server of the class path, as Trino's own launcher does; {@code args[0]} is its
 * version. Trino's classes are reached by name because they are newer than the compiler of this
 * build can read.
 */
public final class TrinoLauncher {

  private TrinoLauncher() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Class<?> server = Class.forName("io.trino.server.Server");
    server
        .getMethod("start", String.class)
        .invoke(server.getDeclaredConstructor().newInstance(), args[0]);
  }
}
