/** The running server: its folder, its parts, and how they start and stop. */
package io.propolis.server.process;
