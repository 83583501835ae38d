package io.propolis.compat.hivetests;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.client.MetaStoreClientTest;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs the tests of Hive's package {@code org.apache.hadoop.hive.metastore.client} and prints one
 * line for each: {@code @passed Class#method}, or {@code @failed Class#method} with its trace on
 * {@code @detail} lines; {@code @done} at the end. Arguments choose: simple names of classes, or
 * {@code Class#method}; without any, all are run.
 */
public final class HiveTestRunner {
  private static final String PACKAGE = "org/apache/hadoop/hive/metastore/client/";

  private HiveTestRunner() {}

  public static void main(String[] args) throws Exception {
    JUnitCore core = new JUnitCore();
    core.addListener(new Lines(System.out));
    for (Class<?> type : tests()) {
      if (isChosen(type, args)) {
        Leftovers.drop();
        Request request = Request.aClass(type);
        core.run(args.length == 0 ? request : request.filterWith(new Chosen(List.of(args))));
      }
    }
    System.out.println("@done");
    System.exit(0); // clients leave threads behind
  }

  private static boolean isChosen(Class<?> type, String[] args) {
    return args.length == 0
        || Stream.of(args).anyMatch(name -> (name + "#").startsWith(type.getSimpleName() + "#"));
  }

  private static List<Class<?>> tests()
      throws URISyntaxException, IOException, ClassNotFoundException {
    Path jar =
        Path.of(
            MetaStoreClientTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> found = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name :
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(PACKAGE + "Test") && name.endsWith(".class"))
              .filter(name -> name.indexOf('$') < 0)
              .sorted(Comparator.naturalOrder())
              .toList()) {
        found.add(Class.forName(name.substring(0, name.length() - 6).replace('/', '.')));
      }
    }
    return found;
  }

  /** {@code TestDatabases#testCreate} of JUnit's {@code testCreate[External](…TestDatabases)}. */
  private static String name(Description description) {
    String type = description.getTestClass().getSimpleName();
    String method = description.getMethodName();
    if (method == null) {
      return type;
    }
    int parameter = method.indexOf('[');
    return type + "#" + (parameter < 0 ? method : method.substring(0, parameter));
  }

  private static final class Chosen extends Filter {
    private final List<String> names;

    Chosen(List<String> names) {
      this.names = names;
    }

    @Override
    public boolean shouldRun(Description description) {
      if (!description.isTest()) {
        return description.getChildren().stream().anyMatch(this::shouldRun);
      }
      return names.contains(name(description))
          || names.contains(description.getTestClass().getSimpleName());
    }

    @Override
    public String describe() {
      return "one of " + names;
    }
  }

  private static final class Lines extends RunListener {
    private final PrintStream out;
    private Failure failure;

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void testStarted(Description description) {
      failure = null;
    }

    @Override
    public void testFailure(Failure newFailure) {
      if (newFailure.getDescription().isTest()) {
        failure = failure == null ? newFailure : failure;
      } else {
        print(newFailure.getDescription(), newFailure); // of a class as a whole
      }
    }

    @Override
    public void testFinished(Description description) {
      print(description, failure);
    }

    private void print(Description description, Failure failed) {
      out.println((failed == null ? "@passed " : "@failed ") + name(description));
      if (failed != null) {
        failed.getTrace().lines().forEach(line -> out.println("@detail " + line));
      }
    }
  }
}
