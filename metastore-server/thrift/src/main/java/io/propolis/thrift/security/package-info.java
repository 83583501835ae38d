/** Who may speak to the door: TLS, passwords, Kerberos. */
@NullMarked
package io.propolis.thrift.security;

import org.jspecify.annotations.NullMarked;
