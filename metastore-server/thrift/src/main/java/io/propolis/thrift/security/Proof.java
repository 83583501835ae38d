package io.propolis.thrift.security;

/** Who a client has proved to be, and how. */
public record Proof(String user, Method method) {
  /** By what somebody proves who they are. */
  public enum Method {
    PASSWORD,
    /** A Kerberos ticket. */
    TICKET,
    /** A delegation token. */
    TOKEN
  }
}
