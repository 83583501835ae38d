package io.propolis.thrift;

import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak to the door.
 *
 * @param tls absent when the door speaks no TLS
 */
public record ThriftSecurity(@Nullable Tls tls, Authentication authentication) {
  /** Everybody may, and is believed to be who they say. */
  public static final ThriftSecurity NONE = new ThriftSecurity(null, Authentication.NONE);
}
