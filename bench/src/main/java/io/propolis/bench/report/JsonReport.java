package io.propolis.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.propolis.bench.machine.Machine;
import io.propolis.bench.run.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a run found, for programs.
 *
 * @param when the run began, in UTC
 * @param command the options it was given
 * @param notes what is said beside the tables
 */
public record JsonReport(
    String when,
    List<String> command,
    Machine machine,
    List<String> notes,
    List<Outcome> outcomes,
    List<Verdict> verdicts) {

  public void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
