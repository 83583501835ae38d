package io.propolis.jobs.model;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A job described in a YAML file whose keys are those of AWS Glue's CreateJob. */
public final class JobFile {
  private JobFile() {}

  /**
   * Reads and checks the job; relative paths in it lie in the file's own folder. Throws {@link
   * InvalidJobException} listing every problem at once.
   */
  public static JobDefinition read(Path file) {
    var absolute = file.toAbsolutePath().normalize();
    return JobReader.read(file.toString(), text(file), absolute.resolveSibling(""));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file", e);
    } catch (MalformedInputException e) {
      throw unreadable(file, "not a text in UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static InvalidJobException unreadable(Path file, String why, IOException cause) {
    var error = new InvalidJobException(file.toString(), List.of(why));
    error.initCause(cause);
    return error;
  }
}
