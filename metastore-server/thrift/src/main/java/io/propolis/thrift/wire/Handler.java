package io.propolis.thrift.wire;

/**
 * Answers methods of the API. Each public method of an implementation answers the API method of the
 * same name: it takes the {@link ClientSession} and then the parameters of the IDL, and returns
 * what the IDL says. Parameters a client did not send are null. Errors are {@code
 * CatalogException}s.
 */
public interface Handler {}
