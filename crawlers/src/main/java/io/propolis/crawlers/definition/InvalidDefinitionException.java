package io.propolis.crawlers.definition;

/** A crawler's definition is wrong; the message names key and value. */
public final class InvalidDefinitionException extends RuntimeException {
  public InvalidDefinitionException(String message) {
    super(message);
  }

  public InvalidDefinitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
