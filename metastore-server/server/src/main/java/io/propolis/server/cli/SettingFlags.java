package io.propolis.server.cli;

import io.propolis.server.config.Configuration;
import io.propolis.server.config.Imported;
import io.propolis.server.config.SettingKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as flags of a command. */
final class SettingFlags {
  private static final String CONFIG = "--config";

  private final CommandSpec spec;
  private final Map<String, String> environment;

  private SettingFlags(CommandSpec spec, Map<String, String> environment) {
    this.spec = spec;
    this.environment = environment;
  }

  /** Adds {@code --config} and a flag for each setting. */
  static SettingFlags on(CommandSpec spec, Map<String, String> environment) {
    var sections = SettingKey.ALL.stream().map(SettingKey::section).collect(Collectors.toSet());
    return on(spec, sections, environment);
  }

  /** Adds {@code --config} and a flag for each setting of these sections. */
  static SettingFlags on(CommandSpec spec, Set<String> sections, Map<String, String> environment) {
    spec.usageMessage().sortOptions(false);
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(Path.class)
            .description("Settings in YAML. Default: the file that PROPOLIS_CONFIG names, if any.")
            .build());
    for (var key : SettingKey.ALL) {
      if (sections.contains(key.section())) {
        spec.addOption(option(key));
      }
    }
    return new SettingFlags(spec, environment);
  }

  private static OptionSpec option(SettingKey key) {
    var initial = key.initial().map(text -> " Default: " + text + ".").orElse("");
    return OptionSpec.builder(key.flags().toArray(String[]::new))
        .paramLabel(key.label())
        .type(String.class)
        .description((key.help() + initial).replace("%", "%%"))
        .build();
  }

  /** File, environment and the flags of the command line that was parsed. */
  Configuration load() {
    return load(List.of());
  }

  /** The same, over what another program's configuration says. */
  Configuration load(List<Imported> imported) {
    var parsed = spec.commandLine().getParseResult();
    var flags = new LinkedHashMap<String, String>();
    for (var key : SettingKey.ALL) {
      var option = parsed.matchedOption("--" + key.name());
      if (option != null) {
        flags.put(key.name(), option.getValue());
      }
    }
    Optional<Path> file = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
    return Configuration.load(flags, environment, file, imported);
  }
}
