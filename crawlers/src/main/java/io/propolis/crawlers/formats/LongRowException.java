package io.propolis.crawlers.formats;

/** The first row goes on beyond what was read; the message says what it is. */
final class LongRowException extends UnreadableFileException {
  LongRowException(String reason) {
    super(reason);
  }

  LongRowException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
