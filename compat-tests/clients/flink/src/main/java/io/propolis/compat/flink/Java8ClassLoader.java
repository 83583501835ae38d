package io.propolis.compat.flink;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The system class loader of the class path as Java 8 had it: sessions of Hive up to 3.1, which
 * Flink's Hive dialect makes, cast the loader of their own class to this type.
 */
public final class Java8ClassLoader extends URLClassLoader {

  /** Called by the JVM for {@code -Djava.system.class.loader}. */
  public Java8ClassLoader(ClassLoader builtIn) {
    super(classPath(), builtIn.getParent());
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Java8ClassLoader::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a class path entry: " + entry, e);
    }
  }
}
