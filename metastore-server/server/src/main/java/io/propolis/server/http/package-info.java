/** The HTTP door: what it serves about the server itself. */
package io.propolis.server.http;
