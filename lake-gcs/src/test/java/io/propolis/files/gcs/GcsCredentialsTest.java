package io.propolis.files.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.FileEntry;
import io.propolis.files.GcsServer;
import io.propolis.files.GcsSettings;
import io.propolis.files.GcsSettings.Access;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks Google's storage when settings say nothing, or name a file. */
class GcsCredentialsTest {
  private static final String FILE = "gs://lake/orders/a.csv";

  @TempDir Path folder;
  private GcsServer emulator;
  private GoogleIdentities google;

  @BeforeEach
  void open() throws Exception {
    emulator = GcsServer.start(folder);
    emulator.makeBucket("lake");
    try (var lake = Lakes.open(LakeSettings.DEFAULT.withGcs(emulator.settings()))) {
      lake.write(FILE, "id\n1\n".getBytes());
    }
    google = new GoogleIdentities(emulator.endpoint());
  }

  @AfterEach
  void close() {
    if (google != null) {
      google.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  private List<String> listed(Map<String, String> environment) throws Exception {
    return ListingProcess.run(environment, google.endpoint(), "gs://lake/orders");
  }

  @Test
  void theServiceAccountOfTheEnvironmentIsUsed() throws Exception {
    var key = google.serviceAccount(folder.resolve("key.json"));

    assertThat(listed(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString())))
        .containsExactly(FILE);
    assertThat(google.given()).containsExactly(GoogleIdentities.ACCOUNT);
  }

  @Test
  void whoIsSignedInToGooglesCommandLineIsUsed() throws Exception {
    var config = Files.createDirectories(folder.resolve("gcloud"));
    google.signedIn(config.resolve("application_default_credentials.json"));

    assertThat(listed(Map.of("CLOUDSDK_CONFIG", config.toString()))).containsExactly(FILE);
    assertThat(google.given()).containsExactly("a person");
  }

  @Test
  void theAccountThatAMachineOfGooglesRunsAsIsUsed() throws Exception {
    var metadata = google.endpoint().getAuthority();

    assertThat(listed(Map.of("GCE_METADATA_HOST", metadata, "HOME", folder.toString())))
        .containsExactly(FILE);
    assertThat(google.given()).containsExactly("metadata");
  }

  @Test
  void whereThereAreNoneItIsSaidWhatToSet() throws Exception {
    assertThat(String.join("\n", listed(Map.of("NO_GCE_CHECK", "true", "HOME", folder.toString()))))
        .contains("there are no default credentials: set GOOGLE_APPLICATION_CREDENTIALS")
        .doesNotContain(FILE);
  }

  @Test
  void theFileOfTheSettingsIsUsed() throws Exception {
    var key = google.serviceAccount(folder.resolve("key.json"));
    var settings = new GcsSettings(google.endpoint(), Access.IDENTIFIED, key);
    try (var lake = Lakes.open(LakeSettings.DEFAULT.withGcs(settings));
        var entries = lake.list("gs://lake/orders")) {
      assertThat(entries.map(FileEntry::location)).containsExactly(FILE);
    }
    assertThat(google.given()).containsExactly(GoogleIdentities.ACCOUNT);
  }

  @Test
  void aKeyThatIsWithdrawnIsRefused() throws Exception {
    try (var other = new GoogleIdentities(emulator.endpoint())) {
      // Signed with another key than the one that Google knows.
      var key = other.serviceAccount(folder.resolve("key.json"));
      var text = Files.readString(key);
      Files.writeString(
          key, text.replace(other.endpoint().toString(), google.endpoint().toString()));
      var settings = new GcsSettings(google.endpoint(), Access.IDENTIFIED, key);
      try (var lake = Lakes.open(LakeSettings.DEFAULT.withGcs(settings))) {
        assertThatThrownBy(() -> lake.exists(FILE))
            .isInstanceOfSatisfying(
                CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN))
            .hasMessageContaining("getting access token for service account: 401");
      }
    }
  }
}
