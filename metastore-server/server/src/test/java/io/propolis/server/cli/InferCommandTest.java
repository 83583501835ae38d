package io.propolis.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferCommandTest {
  @TempDir private Path folder;

  private Path put(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static CommandRun infer(Path... paths) {
    var arguments = new java.util.ArrayList<>(java.util.List.of("infer"));
    for (var path : paths) {
      arguments.add(path.toString());
    }
    return CommandRun.of(Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void aFolderIsShownAsTheTablesThatLieInIt() throws Exception {
    put("lake/sales/year=2023/a.csv", "id,zip,amount\n1,01234,2.5\n2,98765,3.5\n");
    put("lake/sales/year=2024/a.csv", "id,zip,amount\n3,01234,4.5\n4,98765,5.5\n");
    put("lake/events/a.json", "{\"at\":\"2024-01-02\"}\n");
    put("lake/events/page.json", "<html></html>");

    var run = infer(folder.resolve("lake"));

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output())
        .contains("csv, compression none, 2 files", "json, compression none, 2 files")
        .containsPattern("id +int +all 4 values alike")
        .containsPattern("zip +string +'01234' is zero-padded")
        .containsPattern("at +date ")
        .contains("year  int  int: all 2 values alike")
        .contains("because format: classifier csv, certainty 1")
        .contains("page.json cannot be read: it is HTML")
        .contains("2 tables; 4 objects listed, 3 files read");
  }

  @Test
  void aFileIsShownByItself() throws Exception {
    var file = put("a.log", "Nov 29 10:00:00 web1 sshd[1]: one\nNov 29 10:00:01 web1 su: two\n");
    put("other.csv", "a,b\n1,2\n");

    var run = infer(file);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output())
        .contains("syslog, compression none, 1 file", "1 table; 1 object listed")
        .containsPattern("pid +int +a field of the pattern");
  }

  @Test
  void whereThereIsNoTableTheCommandFails() throws Exception {
    var run = infer(put("a.txt", "Prose, of one line.\n"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("it is text without a recurring structure", "0 tables");
  }
}
