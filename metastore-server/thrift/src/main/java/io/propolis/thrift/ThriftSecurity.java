package io.propolis.thrift;

import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.Delegation;
import io.propolis.thrift.security.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak to the door.
 *
 * @param tls absent when the door speaks no TLS
 * @param delegation about delegation tokens, which those with a Kerberos ticket may ask for
 */
public record ThriftSecurity(
    @Nullable Tls tls, Authentication authentication, Delegation delegation) {
  /** Everybody may, and is believed to be who they say. */
  public static final ThriftSecurity NONE = new ThriftSecurity(null, Authentication.NONE);

  /** With Hive's defaults for delegation tokens. */
  public ThriftSecurity(@Nullable Tls tls, Authentication authentication) {
    this(tls, authentication, Delegation.DEFAULT);
  }

  ThriftSecurity withAuthentication(Authentication newAuthentication) {
    return new ThriftSecurity(tls, newAuthentication, delegation);
  }
}
