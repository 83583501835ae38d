package io.propolis.compat.glue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Runs every scenario of Iceberg's GlueCatalog and of AWS's SDK against the Glue API at the first
 * argument, keeping files below the second. Prints {@code @passed name}, or {@code @failed name}
 * and {@code @detail} lines, for each, and {@code @done} at the end.
 */
public final class GlueScenarios {
  private GlueScenarios() {}

  public static void main(String[] arguments) {
    var endpoint = URI.create(arguments[0]);
    var folder = Path.of(arguments[1]).toUri().toString();
    for (var scenarios :
        List.of(new SdkScenarios(endpoint), new IcebergScenarios(endpoint, folder))) {
      Arrays.stream(scenarios.getClass().getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Scenario.class))
          .sorted(Comparator.comparing(Method::getName))
          .forEach(method -> run(scenarios, method));
    }
    System.out.println("@done");
    System.exit(0); // clients of the SDK leave threads behind
  }

  private static void run(Object scenarios, Method scenario) {
    try {
      scenario.invoke(scenarios);
      System.out.println("@passed " + scenario.getName());
    } catch (InvocationTargetException e) {
      System.out.println("@failed " + scenario.getName());
      detail(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void detail(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      System.out.println("@detail " + cause.toString().replace('\n', ' '));
      Arrays.stream(cause.getStackTrace())
          .limit(8)
          .forEach(frame -> System.out.println("@detail   at " + frame));
    }
  }

  static void same(Object actual, Object expected) {
    if (!expected.equals(actual)) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }

  static <E extends Exception> E refused(Class<E> type, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
      throw e;
    }
    throw new AssertionError("Not refused with " + type.getSimpleName());
  }
}
