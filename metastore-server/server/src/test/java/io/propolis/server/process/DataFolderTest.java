package io.propolis.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.server.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void theOwnerIsFoundUntilItLeaves() {
    var owner = Owner.thisProcess("serve").at("thrift://127.0.0.1:1", "http://127.0.0.1:2");
    try (var owned = DataFolder.own(folder, Owner.thisProcess("serve"))) {
      owned.announce(owner);
      assertThat(DataFolder.liveOwner(folder)).contains(owner);
    }
    assertThat(DataFolder.liveOwner(folder)).isEmpty();
    assertThat(folder.resolve("server.json")).doesNotExist();
  }

  @Test
  void whatADeadOwnerLeftIsNobody() throws IOException {
    Files.writeString(folder.resolve("server.lock"), "");
    Files.writeString(
        folder.resolve("server.json"),
        Owner.thisProcess("serve").at("thrift://x:1", null).toJson());

    assertThat(DataFolder.liveOwner(folder)).isEmpty();
    DataFolder.own(folder, Owner.thisProcess("serve")).close();
  }

  @Test
  void aSecondOwnerIsRefusedAndToldWhoTheFirstIs() {
    try (var owned = DataFolder.own(folder, Owner.thisProcess("crawl"))) {
      assertThatThrownBy(() -> DataFolder.own(folder, Owner.thisProcess("serve")))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("propolis crawl, process " + ProcessHandle.current().pid());
      assertThat(owned).isNotNull();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> DataFolder.own(file.resolve("data"), Owner.thisProcess("serve")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(file.resolve("data").toString())
        .hasMessageContaining("--data");
  }
}
