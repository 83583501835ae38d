package io.propolis.crawlers.formats;

import java.io.IOException;

/** The file is no table data, for the reason in the message (which does not name the file). */
public sealed class UnreadableFileException extends IOException permits LongRowException {
  public UnreadableFileException(String reason) {
    super(reason);
  }

  public UnreadableFileException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
