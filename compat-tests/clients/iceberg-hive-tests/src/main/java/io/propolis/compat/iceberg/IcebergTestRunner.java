package io.propolis.compat.iceberg;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes of Iceberg's published test jars and prints a line for each test. */
public final class IcebergTestRunner {
  private static final int DETAIL_LINES = 12;

  private IcebergTestRunner() {}

  /** Arguments: names of test classes. */
  public static void main(String[] classes) {
    var request = LauncherDiscoveryRequestBuilder.request();
    for (var name : classes) {
      request.selectors(selectClass(name));
    }
    LauncherFactory.create().execute(request.build(), new Report());
    System.out.println("@done");
    System.exit(0); // pools of clients leave threads behind
  }

  /** Prints results in the words that the harness reads. */
  private static final class Report implements TestExecutionListener {
    /** A test that Iceberg aborts is not meant for Hive's catalog: it says nothing. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == Status.FAILED) {
        System.out.println("@failed " + name(test));
        result.getThrowable().ifPresent(Report::detail);
      } else if (result.getStatus() == Status.SUCCESSFUL && test.isTest()) {
        System.out.println("@passed " + name(test));
      }
    }

    /** The test's class and method, with the number of the invocation where it has several. */
    private static String name(TestIdentifier test) {
      var parts =
          Arrays.stream(test.getUniqueId().split("/"))
              .filter(part -> !part.startsWith("[engine:"))
              .map(part -> part.replaceAll("^\\[[^:]*:|\\]$", ""))
              .map(
                  part ->
                      part.substring(
                          part.lastIndexOf(
                                  '.', part.indexOf('(') < 0 ? part.length() : part.indexOf('('))
                              + 1))
              .toList();
      return String.join(".", parts);
    }

    private static void detail(Throwable failure) {
      System.out.println("@detail " + failure.toString().replace("\n", "\n@detail "));
      Arrays.stream(failure.getStackTrace())
          .limit(DETAIL_LINES)
          .forEach(frame -> System.out.println("@detail   at " + frame));
      if (failure.getCause() != null) {
        detail(failure.getCause());
      }
    }
  }
}
