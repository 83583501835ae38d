package io.propolis.thrift.security;

import java.util.Optional;
import java.util.Set;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/** How clients of the Thrift port prove who they are, by SASL (RFC 4422). */
public interface Authentication {
  /**
   * Nobody has to prove anything. A client that speaks SASL all the same is believed, whatever its
   * password, as Hive does when its authentication is "NONE".
   */
  Authentication NONE =
      new Authentication() {
        @Override
        public boolean isRequired() {
          return false;
        }

        @Override
        public Set<String> mechanisms() {
          return Set.of(PlainServer.MECHANISM);
        }

        @Override
        public SaslServer begin(String mechanism) {
          return new PlainServer((user, password) -> true);
        }

        @Override
        public String shortName(String authorised) {
          return authorised;
        }

        @Override
        public Optional<PasswordCheck> passwords() {
          return Optional.empty();
        }
      };

  /** Whether clients that do not begin with SASL are refused. */
  boolean isRequired();

  /** Names of SASL mechanisms that are served. */
  Set<String> mechanisms();

  /** One of the {@link #mechanisms}, for one client. */
  SaslServer begin(String mechanism) throws SaslException;

  /** The user as the catalog knows them, from what SASL has authorised. */
  String shortName(String authorised);

  /** For doors that ask for passwords in another way, as HTTP. */
  Optional<PasswordCheck> passwords();

  /** Clients name a user and say the password (SASL PLAIN): use it over TLS. */
  static Authentication byPassword(PasswordCheck check) {
    return new Authentication() {
      @Override
      public boolean isRequired() {
        return true;
      }

      @Override
      public Set<String> mechanisms() {
        return Set.of(PlainServer.MECHANISM);
      }

      @Override
      public SaslServer begin(String mechanism) {
        return new PlainServer(check);
      }

      @Override
      public String shortName(String authorised) {
        return authorised;
      }

      @Override
      public Optional<PasswordCheck> passwords() {
        return Optional.of(check);
      }
    };
  }
}
