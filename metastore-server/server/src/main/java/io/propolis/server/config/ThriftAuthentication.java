package io.propolis.server.config;

/** How clients of the Hive Metastore door prove who they are. */
public enum ThriftAuthentication {
  NONE,
  PASSWORD,
  KERBEROS,
  JWT
}
