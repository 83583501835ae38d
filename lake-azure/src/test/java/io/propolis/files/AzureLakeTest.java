package io.propolis.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A storage account, as Azurite serves the blob service's API. */
class AzureLakeTest extends LakeContract {
  @TempDir static Path data;
  private static AzureServer server;
  private static Lake lake;
  private String container;
  private String name;

  @BeforeAll
  static void start() throws Exception {
    server = AzureServer.start(data);
    lake = open(server.settings());
  }

  @AfterAll
  static void stop() {
    if (lake != null) {
      lake.close();
      server.close();
    }
  }

  private static Lake open(AzureSettings settings) {
    return Lakes.open(LakeSettings.DEFAULT.withAzure(settings));
  }

  @BeforeEach
  void makeContainer(TestInfo test) {
    name = "c" + Integer.toHexString(test.getDisplayName().hashCode());
    container = server.makeContainer(name);
  }

  @Override
  Lake lake() {
    return lake;
  }

  @Override
  String root() {
    return container + "/deep/root";
  }

  @Override
  void write(String location, byte[] content) {
    lake.write(location, content);
  }

  /** A folder as Hadoop and accounts with a hierarchical namespace have them. */
  private void makeFolder(String path) {
    var blob = server.client().getBlobContainerClient(name).getBlobClient(path);
    blob.upload(BinaryData.fromBytes(new byte[0]), true);
    blob.setMetadata(Map.of("hdi_isfolder", "true"));
  }

  @Test
  void aFileOfThisMachineIsSentInPartsWhenItIsLarge() throws Exception {
    var content = new byte[21 << 20];
    content[content.length - 1] = 7;
    var local = Files.write(data.resolve("large"), content);

    lake.write(root() + "/large", local);

    assertThat(lake.read(root() + "/large", content.length)).isEqualTo(content);
  }

  @Test
  void foldersThatAreBlobsExistButAreNoFiles() {
    makeFolder("t");
    makeFolder("t/dt=1");
    makeFolder("empty");
    write(container + "/t/dt=1/a", new byte[1]);

    assertThat(lake.exists(container + "/empty")).isTrue();
    try (var entries = lake.list(container + "/t")) {
      assertThat(entries.map(FileEntry::location)).containsExactly(container + "/t/dt=1/a");
    }
    try (var entries = lake.level(container)) {
      assertThat(entries.map(e -> e.name() + (e.isFolder() ? "/" : ""))).containsExactly("t/");
    }
    assertThatThrownBy(() -> lake.open(container + "/t"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    lake.move(container + "/t", container + "/u");
    assertThat(lake.exists(container + "/t")).isFalse();
    assertThat(lake.exists(container + "/u/dt=1/a")).isTrue();
  }

  @Test
  void aFileThatChangesAfterItWasListedIsNotMixedUp() throws Exception {
    write(root() + "/t/a", "first".getBytes());
    try (var entries = lake.list(root() + "/t");
        var file = lake.open(entries.findFirst().orElseThrow())) {
      write(root() + "/t/a", "other".getBytes());

      assertThatThrownBy(() -> file.head(5))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed since it was listed");
    }
  }

  @Test
  void theSchemesOfBothServicesLeadToTheSameContainer() {
    write(root() + "/a", new byte[] {7});
    var account = server.settings().account();

    assertThat(
            lake.read("wasbs://" + name + "@" + account + ".blob.core.windows.net/deep/root/a", 1))
        .containsExactly(7);
    assertThat(lake.home(root()))
        .startsWith("abfss://" + name + "@" + account + ".dfs.core.windows.net/user/");
  }

  @Test
  void aSasTokenIsAllThatIsNeeded() {
    var sas =
        server
            .client()
            .generateAccountSas(
                new AccountSasSignatureValues(
                    OffsetDateTime.now().plusHours(1),
                    AccountSasPermission.parse("rwdlac"),
                    AccountSasService.parse("b"),
                    AccountSasResourceType.parse("sco")));
    var settings = server.settings();
    for (var token : new String[] {sas, "?" + sas}) {
      try (var other =
          open(new AzureSettings(settings.account(), settings.endpoint(), null, token))) {
        other.write(root() + "/sas/a", new byte[] {1});
        other.move(root() + "/sas", root() + "/moved");
        assertThat(other.read(root() + "/moved/a", 1)).containsExactly(1);
        other.delete(root() + "/moved");
      }
    }
  }

  @Test
  void aWrongKeyIsForbiddenAndNamesTheLocation() {
    var settings = server.settings();
    try (var stranger =
        open(new AzureSettings(settings.account(), settings.endpoint(), "d3Jvbmc=", null))) {
      assertThatThrownBy(() -> stranger.level(root() + "/t").count())
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN))
          .hasMessageContaining(root() + "/t")
          .hasMessageContaining("403");
      assertThatThrownBy(() -> stranger.write(root() + "/t/a", new byte[1]))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
          .hasMessageContaining(root() + "/t/a");
    }
  }

  @Test
  void anAbsentContainerHoldsNothingAndTakesNothing() {
    var absent = container.replace("://" + name, "://no-such-container");

    assertThat(lake.exists(absent + "/t")).isFalse();
    try (var entries = lake.list(absent + "/t")) {
      assertThat(entries).isEmpty();
    }
    assertThatThrownBy(() -> lake.write(absent + "/t/a", new byte[1]))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(absent + "/t/a")
        .hasMessageContaining("no such bucket");
  }

  @Test
  void aLocationWithoutAnAccountIsRefused() {
    assertThatThrownBy(() -> lake.exists("abfss://container/t"))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining("CONTAINER@ACCOUNT.dfs.core.windows.net");
  }

  @Test
  void anAccountOutOfReachIsUnavailableStorage() {
    var settings = server.settings();
    try (var stranger =
        open(
            new AzureSettings(
                settings.account(),
                URI.create("http://127.0.0.1:1/" + settings.account()),
                settings.accountKey(),
                null))) {
      assertThatThrownBy(() -> stranger.exists(root() + "/t"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
          .hasMessageContaining(root() + "/t");
    }
  }
}
