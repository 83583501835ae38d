package io.propolis.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in force.
 *
 * @param effective every setting that has a value, in the order of the record tree
 */
public record Configuration(Settings settings, List<Effective> effective) {
  /** The variable that names the configuration file where {@code --config} does not. */
  public static final String FILE_VARIABLE = "PROPOLIS_CONFIG";

  public Configuration {
    effective = List.copyOf(effective);
  }

  /**
   * Settings from a file, over it the environment, over it the flags.
   *
   * @param file YAML; absent means the one that {@code PROPOLIS_CONFIG} names, if any
   * @param flags by the setting's name
   * @throws InvalidSettingException naming what is unknown or has no proper value
   */
  public static Configuration load(
      Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
    var said = new SaidSettings();
    file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of))
        .ifPresent(said::addFile);
    said.addEnvironment(environment);
    said.addFlags(flags);
    return said.bind();
  }
}
