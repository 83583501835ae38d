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

  /** The variable that names Hive's configuration where {@code --hive-conf} does not. */
  public static final String HIVE_VARIABLE = "PROPOLIS_HIVE_CONF";

  /**
   * Settings from a file, over it the environment, over it the flags.
   *
   * @param file YAML; absent means the one that {@code PROPOLIS_CONFIG} names, if any
   * @param flags by the setting's name
   * @throws InvalidSettingException naming what is unknown or has no proper value
   */
  public static Configuration load(
      Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
    return load(flags, environment, file, List.of());
  }

  /** The same, over what another program's configuration says. */
  public static Configuration load(
      Map<String, String> flags,
      Map<String, String> environment,
      Optional<Path> file,
      List<Imported> imported) {
    var said = new SaidSettings();
    said.addImported(imported);
    file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of))
        .ifPresent(said::addFile);
    said.addEnvironment(environment);
    said.addFlags(flags);
    return said.bind();
  }
}
