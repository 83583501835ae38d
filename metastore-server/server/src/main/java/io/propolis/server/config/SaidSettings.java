package io.propolis.server.config;

import io.propolis.jobs.model.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what was said about settings, later sources over earlier ones, and binds it. */
final class SaidSettings {
  /** Variables of the launcher and its scripts, which are no settings. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "PROPOLIS_CACHE",
          "PROPOLIS_ROOT",
          Configuration.FILE_VARIABLE,
          Configuration.HIVE_VARIABLE);

  private static final Map<String, SettingKey> BY_NAME = index(SettingKey::name);
  private static final Map<String, SettingKey> BY_VARIABLE = index(SettingKey::environment);

  private final Map<String, Said> said = new LinkedHashMap<>();

  private record Said(String text, Origin origin, @Nullable String problem) {
    Said(String text, Origin origin) {
      this(text, origin, null);
    }
  }

  private static Map<String, SettingKey> index(Function<SettingKey, String> name) {
    return SettingKey.ALL.stream().collect(Collectors.toMap(name, Function.identity()));
  }

  void addImported(List<Imported> imported) {
    for (var each : imported) {
      if (!BY_NAME.containsKey(each.name())) {
        throw new IllegalArgumentException("there is no setting " + each.name());
      }
      said.put(each.name(), new Said(each.text(), each.origin(), each.problem()));
    }
  }

  void addFile(Path file) {
    var origin = new Origin.ConfigFile(file);
    ConfigurationFile.read(file)
        .forEach(
            (name, text) -> {
              if (!BY_NAME.containsKey(name)) {
                throw unknown("setting " + name, file.toString(), name, BY_NAME.keySet());
              }
              said.put(name, new Said(text, origin));
            });
  }

  void addEnvironment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!variable.startsWith("PROPOLIS_") || OTHER_VARIABLES.contains(variable)) {
                return;
              }
              var key = BY_VARIABLE.get(variable);
              if (key == null) {
                throw unknown(
                    "variable " + variable, "the environment", variable, BY_VARIABLE.keySet());
              }
              said.put(key.name(), new Said(text, new Origin.Environment(variable)));
            });
  }

  void addFlags(Map<String, String> flags) {
    flags.forEach((name, text) -> said.put(name, new Said(text, new Origin.Flag("--" + name))));
  }

  private static InvalidSettingException unknown(
      String what, String where, String written, Collection<String> known) {
    var nearest =
        NearestName.of(written, known).map(name -> "; did you mean " + name + "?").orElse("");
    return new InvalidSettingException(
        "unknown %s in %s%s (docs/configuration.md lists them all)"
            .formatted(what, where, nearest));
  }

  /** The record tree. The data folder is bound first: others lie in it by default. */
  Configuration bind() {
    var data = BY_NAME.get("data");
    if (data == null) {
      throw new IllegalStateException("the record tree has no data folder");
    }
    var folder = Values.parse(data, saidOrDefault(data, "").text()).toString();
    var effective = new ArrayList<Effective>();
    var settings = (Settings) bind("", Settings.class, folder, effective);
    return new Configuration(settings, effective);
  }

  private Object bind(String section, Class<?> type, String folder, List<Effective> effective) {
    var components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      var name = SettingKey.child(section, components[i]);
      var key = BY_NAME.get(name);
      values[i] =
          key == null
              ? bind(name, components[i].getType(), folder, effective)
              : value(key, folder, effective);
    }
    return construct(type, values);
  }

  private @Nullable Object value(SettingKey key, String folder, List<Effective> effective) {
    if (!said.containsKey(key.name()) && key.initial().isEmpty()) {
      return null;
    }
    var found = saidOrDefault(key, folder);
    if (found.problem() != null) {
      throw new InvalidSettingException(
          "%s of %s: %s".formatted(key.name(), found.origin(), found.problem()));
    }
    try {
      var value = Values.parse(key, found.text());
      var text = key.type() == Path.class ? value.toString() : found.text();
      effective.add(new Effective(key, text, found.origin()));
      return value;
    } catch (IllegalArgumentException e) {
      var shown = key.isSecret() ? "" : " '" + key.shown(found.text()) + "'";
      throw new InvalidSettingException(
          "%s%s of %s is not valid: %s"
              .formatted(key.name(), shown, found.origin(), e.getMessage()),
          e);
    }
  }

  private Said saidOrDefault(SettingKey key, String folder) {
    var found = said.get(key.name());
    if (found != null) {
      return found;
    }
    return new Said(key.initial().orElse("").replace("{data}", folder), new Origin.Default());
  }

  private static Object construct(Class<?> type, @Nullable Object[] values) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new InvalidSettingException(e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
