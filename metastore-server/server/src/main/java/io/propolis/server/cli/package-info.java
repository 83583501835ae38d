/** The commands, as people type them. */
package io.propolis.server.cli;
