/**
 * What an operator can set: a tree of records, filled from a file, the environment and flags. The
 * page {@code docs/configuration.md} and the flags of the command line are made from it.
 */
package io.propolis.server.config;
