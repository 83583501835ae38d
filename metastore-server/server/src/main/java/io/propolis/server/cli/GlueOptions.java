package io.propolis.server.cli;

import io.propolis.glue.auth.RequestSigner;
import io.propolis.server.api.GlueClient;
import io.propolis.server.config.Settings;
import io.propolis.server.process.DataFolder;
import io.propolis.server.process.Owner;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a command reaches the Glue API of a server: the option {@code --server} and the keys. */
final class GlueOptions {
  private static final String SERVER = "--server";
  private static final Set<String> SECTIONS = Set.of("data", "glue");

  private final CommandSpec spec;
  private final SettingFlags flags;
  private final Map<String, String> environment;

  private GlueOptions(CommandSpec spec, SettingFlags flags, Map<String, String> environment) {
    this.spec = spec;
    this.flags = flags;
    this.environment = environment;
  }

  static GlueOptions on(CommandSpec spec, Map<String, String> environment) {
    spec.addOption(
        OptionSpec.builder(SERVER)
            .paramLabel("http://HOST:PORT")
            .type(URI.class)
            .description(
                "The HTTP address of the server. Default: AWS_ENDPOINT_URL_GLUE of the environment,"
                    + " otherwise the server that owns the data folder, otherwise"
                    + " http://127.0.0.1:9080.")
            .build());
    return new GlueOptions(spec, SettingFlags.on(spec, SECTIONS, environment), environment);
  }

  /** Signs with the keys of the settings, otherwise with those of the environment, if any. */
  GlueClient connect() {
    CommandLogs.set(spec);
    var settings = flags.load().settings();
    return new GlueClient(endpoint(settings), signer(settings.glue()));
  }

  private URI endpoint(Settings settings) {
    URI given = spec.commandLine().getParseResult().matchedOptionValue(SERVER, null);
    if (given != null) {
      return given;
    }
    var said = environment.get("AWS_ENDPOINT_URL_GLUE");
    if (said != null && !said.isEmpty()) {
      return URI.create(said);
    }
    return URI.create(
        DataFolder.liveOwner(settings.data()).map(Owner::http).orElse("http://127.0.0.1:9080"));
  }

  private @Nullable RequestSigner signer(Settings.Glue glue) {
    var keyId = first(glue.accessKey(), environment.get("AWS_ACCESS_KEY_ID"));
    var secret = first(glue.secretKey(), environment.get("AWS_SECRET_ACCESS_KEY"));
    return keyId == null || secret == null ? null : new RequestSigner(keyId, secret, glue.region());
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }
}
