package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Terraform with its provider for AWS, in one folder of configuration. */
public final class Terraform {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int NOTHING_TO_DO = 0;
  private static final int CHANGES = 2;

  private final Path folder;
  private final Map<String, String> variables;
  private final Path settings;

  private Terraform(Path folder, Map<String, String> variables, Path settings) {
    this.folder = folder;
    this.variables = variables;
    this.settings = settings;
  }

  /**
   * Makes the configuration in {@code folder} ready to be applied.
   *
   * @param variables of the configuration
   * @throws UnavailableException when Terraform or its provider cannot be had on this machine
   */
  public static Terraform init(Path folder, Map<String, String> variables) {
    var plugins = Checkout.current().tool("TERRAFORM_PLUGINS", "terraform.sh");
    var settings = folder.resolve("terraform.rc");
    try {
      Files.writeString(
          settings,
          """
          provider_installation {
            filesystem_mirror {
              path = "%s"
            }
          }
          """
              .formatted(plugins));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + settings, e);
    }
    var terraform = new Terraform(folder, variables, settings);
    terraform.run(List.of("init"));
    return terraform;
  }

  /** The same configuration with other values of some variables. */
  public Terraform with(Map<String, String> changed) {
    var all = new HashMap<>(variables);
    all.putAll(changed);
    return new Terraform(folder, all, settings);
  }

  /** Makes everything as the configuration says; what Terraform printed. */
  public String apply() {
    return run(List.of("apply", "-auto-approve"));
  }

  /** What it would change, as Terraform prints it; empty when that is nothing. */
  public String plan() {
    var result = call(List.of("plan", "-detailed-exitcode"));
    return switch (result.exit()) {
      case NOTHING_TO_DO -> "";
      case CHANGES -> result.output();
      default -> throw failure("plan", result);
    };
  }

  /** Drops everything that it made. */
  public void destroy() {
    run(List.of("destroy", "-auto-approve"));
  }

  private String run(List<String> arguments) {
    var result = call(arguments);
    if (result.exit() != NOTHING_TO_DO) {
      throw failure(arguments.get(0), result);
    }
    return result.output();
  }

  private static IllegalStateException failure(String what, Result result) {
    return new IllegalStateException(
        "terraform %s ended with %d:%n%s".formatted(what, result.exit(), result.output()));
  }

  private Result call(List<String> arguments) {
    var command = new ArrayList<>(List.of("terraform"));
    command.addAll(arguments);
    var log = folder.resolve("terraform-" + arguments.get(0) + ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.put("TF_CLI_CONFIG_FILE", settings.toString());
    environment.put("TF_CLI_ARGS", "-no-color");
    environment.put("TF_IN_AUTOMATION", "1");
    environment.put("TF_INPUT", "0");
    environment.put("CHECKPOINT_DISABLE", "1");
    variables.forEach((name, value) -> environment.put("TF_VAR_" + name, value));
    try {
      var process = builder.start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        ChildProcess.stop(process);
        throw new IllegalStateException("terraform hangs:\n" + ChildProcess.tail(log));
      }
      return new Result(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run terraform", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while terraform ran", e);
    }
  }

  private record Result(int exit, String output) {}
}
