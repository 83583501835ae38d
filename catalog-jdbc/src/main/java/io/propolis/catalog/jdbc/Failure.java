package io.propolis.catalog.jdbc;

/** What a database's error means to us, whatever number it has there. */
enum Failure {
  /** A row with that unique key stands already. */
  UNIQUE,
  /** The parent row is absent, also where a query looks for its id; or child rows stand. */
  FOREIGN_KEY,
  /** Another server alone may move the position on: the one CHECK that statements may meet. */
  FENCED,
  /** Deadlock, serialisation failure, lock timeout, busy: the transaction may be tried again. */
  RETRY,
  /** A row stands that was taken to be absent: the next attempt is to look. */
  LOOK,
  /** A value does not fit its column. */
  VALUE,
  /** The database cannot be reached or broke off. */
  CONNECTION,
  /** The database broke off a transaction that it cannot have committed: it may be tried again. */
  BROKEN,
  /** A transaction may have been committed or not, and the database does not say. */
  UNCERTAIN,
  OTHER
}
