package io.propolis.server.hive;

import io.propolis.server.config.Configuration;
import io.propolis.server.config.Imported;
import io.propolis.server.config.InvalidSettingException;
import io.propolis.server.config.Origin;
import io.propolis.server.config.SettingKey;
import io.propolis.thrift.HiveProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The configuration of a Hive Metastore: what of it becomes settings, and what does not and why.
 */
public final class HiveConf {
  /** What is said of it when there is none. */
  public static final HiveConf NONE = new HiveConf(List.of(), List.of(), Set.of(), Map.of());

  private static final Map<String, SettingKey> SETTINGS =
      SettingKey.ALL.stream().collect(Collectors.toMap(SettingKey::name, Function.identity()));

  private final List<Imported> settings;
  private final List<String> report;
  private final Set<String> losses;
  private final Map<String, String> values;

  private HiveConf(
      List<Imported> settings,
      List<String> report,
      Set<String> losses,
      Map<String, String> values) {
    this.settings = List.copyOf(settings);
    this.report = List.copyOf(report);
    this.losses = Set.copyOf(losses);
    this.values = Map.copyOf(values);
  }

  /**
   * Reads a site file, or the site files of Hive and Hadoop in a folder.
   *
   * @throws InvalidSettingException when there is none, or one cannot be read
   */
  public static HiveConf read(Path place, Map<String, String> environment) {
    var site = Site.read(place, environment);
    var names = new HiveNames(site);
    var settings = new ArrayList<Imported>();
    var report = new ArrayList<String>();
    var losses = new HashSet<String>();
    var values = new HashMap<String, String>();
    for (var property : site.all()) {
      var canonical = HiveProperties.canonical(property.name());
      var chosen = names.property(canonical);
      if (chosen.isPresent() && !chosen.get().equals(property)) {
        report.add(ignored(property, chosen.get().name() + " is said, too"));
        continue;
      }
      if (!HiveProperties.isSecret(canonical)) {
        values.put(canonical, property.value());
      }
      if (HiveMapping.of(canonical).isEmpty() && HiveReasons.isLoss(canonical, property.value())) {
        losses.add(ignored(property, HiveReasons.of(canonical)));
      }
      report.addAll(
          property.value().isEmpty()
              ? List.of(ignored(property, "it has no value"))
              : taken(property, HiveMapping.of(canonical), canonical, names, settings));
    }
    return new HiveConf(settings, report, losses, values);
  }

  private static List<String> taken(
      Site.Property property,
      List<HiveMapping.Taking> takings,
      String canonical,
      HiveNames names,
      List<Imported> settings) {
    var taken = new ArrayList<String>();
    var ignored = new ArrayList<String>();
    for (var taking : takings) {
      var reading = read(property, taking, names);
      if (reading instanceof Reading.Ignored without) {
        ignored.add(ignored(property, without.why()));
      } else {
        var setting = imported(property, taking, reading);
        settings.add(setting);
        taken.add(
            "%s is %s = %s"
                .formatted(
                    said(property), taking.setting(), shown(taking.setting(), setting.text())));
      }
    }
    if (takings.isEmpty()) {
      ignored.add(ignored(property, HiveReasons.of(canonical)));
    }
    return taken.isEmpty() ? ignored.subList(0, 1) : taken;
  }

  private static Reading read(Site.Property property, HiveMapping.Taking taking, HiveNames names) {
    try {
      return taking.reader().read(property.value(), names);
    } catch (IllegalArgumentException e) {
      return new Reading.Refused(property.value(), String.valueOf(e.getMessage()));
    }
  }

  private static Imported imported(
      Site.Property property, HiveMapping.Taking taking, Reading reading) {
    var origin = new Origin.HiveSite(property.name(), property.file());
    return reading instanceof Reading.Refused refused
        ? new Imported(taking.setting(), refused.text(), origin, refused.problem())
        : new Imported(taking.setting(), ((Reading.Taken) reading).text(), origin, null);
  }

  private static String ignored(Site.Property property, String why) {
    return said(property) + " is ignored: " + why;
  }

  private static String said(Site.Property property) {
    var shown =
        HiveMapping.of(HiveProperties.canonical(property.name())).stream()
            .findFirst()
            .map(taking -> shown(taking.setting(), property.value()))
            .orElse(property.value());
    return "%s = %s (%s)"
        .formatted(
            property.name(),
            isShown(property.name()) ? shown.replaceAll("\\s+", " ") : "******",
            property.file());
  }

  /** A key of S3 has no secret in its name, only beside it. */
  private static boolean isShown(String name) {
    return name.equals("fs.s3a.access.key") || !HiveProperties.isSecret(name);
  }

  private static String shown(String setting, String text) {
    var key = SETTINGS.get(setting);
    return key == null ? text : key.shown(text);
  }

  /** What it says about settings, over their defaults and under everything else. */
  public List<Imported> settings() {
    return settings;
  }

  /** A line for each property: what became of it. Secrets are masked. */
  public List<String> report() {
    return report;
  }

  /** Those lines of the report of which somebody should know who relies on the property. */
  public Set<String> losses() {
    return losses;
  }

  /**
   * Values for clients that ask for Hive's properties, by the standalone metastore's names: those
   * that are in force, and those that have no meaning here as they are written.
   */
  public Map<String, String> answers(Configuration configuration) {
    var answers = new HashMap<>(values);
    for (var effective : configuration.effective()) {
      HiveAnswers.tell(effective, values, answers);
    }
    return answers;
  }
}
