package io.propolis.compat.hms;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs every scenario against the metastore {@code args[0]}, keeping files below the folder {@code
 * args[1]}, and prints one line for each: {@code @passed name} or {@code @failed name} with its
 * trace on {@code @detail} lines; {@code @done} at the end.
 */
public final class ScenarioRunner {

  private static final List<Class<? extends Scenarios>> SCENARIOS =
      List.of(
          DatabaseScenarios.class,
          TableScenarios.class,
          TableChangeScenarios.class,
          PartitionScenarios.class,
          PartitionLookupScenarios.class,
          FunctionScenarios.class,
          StatisticsScenarios.class,
          LockScenarios.class,
          MiscellaneousScenarios.class);

  private final String uri;
  private final Path folder;
  private int count;

  private ScenarioRunner(String uri, Path folder) {
    this.uri = uri;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    new ScenarioRunner(args[0], Path.of(URI.create(args[1])))
        .runAll(args.length > 2 ? args[2] : "");
    System.out.println("@done");
  }

  private void runAll(String group) throws Exception {
    List<Class<? extends Scenarios>> types = new ArrayList<>(SCENARIOS);
    types.addAll(Generation.SCENARIOS);
    types.removeIf(type -> !type.getSimpleName().startsWith(group));
    for (Class<? extends Scenarios> type : types) {
      List<Method> methods =
          Stream.of(type.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(Scenario.class))
              .sorted(Comparator.comparing(Method::getName))
              .toList();
      for (Method method : methods) {
        run(type, method);
      }
    }
  }

  private void run(Class<? extends Scenarios> type, Method method) throws Exception {
    String name = type.getSimpleName().replace("Scenarios", "") + ": " + words(method.getName());
    try (Scenarios scenarios = type.getDeclaredConstructor().newInstance()) {
      count++;
      scenarios.open(uri, folder, "compat_" + Generation.NAME + "_" + count);
      method.invoke(scenarios);
      System.out.println("@passed " + name);
    } catch (InvocationTargetException e) {
      failed(name, e.getCause());
    } catch (Exception e) {
      failed(name, e);
    }
  }

  private static void failed(String name, Throwable failure) {
    System.out.println("@failed " + name);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    trace.toString().lines().forEach(line -> System.out.println("@detail " + line));
  }

  private static String words(String camelCase) {
    return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
  }
}
