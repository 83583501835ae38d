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
        public Optional<String> shortName(String name) {
          return Optional.of(name);
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

  /** By what clients prove who they are, for people. */
  default String means() {
    return "SASL " + mechanisms();
  }

  /** One of the {@link #mechanisms}, for one client. */
  SaslServer begin(String mechanism) throws SaslException;

  /** Who a client has proved to be by a SASL mechanism that is complete. */
  default Proof proof(SaslServer complete) throws SaslException {
    return new Proof(complete.getAuthorizationID(), Proof.Method.PASSWORD);
  }

  /**
   * The user as the catalog knows them, from a name that may have an instance and a realm. Empty
   * when it is nobody's.
   */
  Optional<String> shortName(String name);

  /** Whether clients show Kerberos tickets, for which they get delegation tokens. */
  default boolean asksForTickets() {
    return false;
  }

  /** For doors that ask for passwords in another way, as HTTP. */
  Optional<PasswordCheck> passwords();

  /** The same for bearer tokens, as HTTP carries them. */
  default Optional<BearerCheck> bearers() {
    return Optional.empty();
  }

  /** Clients send a token that another server has signed (JWT), which HTTP alone can carry. */
  static Authentication byBearer(BearerCheck check) {
    return new Authentication() {
      @Override
      public boolean isRequired() {
        return true;
      }

      @Override
      public Set<String> mechanisms() {
        return Set.of();
      }

      @Override
      public String means() {
        return "a JSON Web Token over HTTP";
      }

      @Override
      public SaslServer begin(String mechanism) throws SaslException {
        throw new SaslException("No mechanism of SASL is served");
      }

      @Override
      public Optional<String> shortName(String name) {
        return Optional.of(name);
      }

      @Override
      public Optional<PasswordCheck> passwords() {
        return Optional.empty();
      }

      @Override
      public Optional<BearerCheck> bearers() {
        return Optional.of(check);
      }
    };
  }

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
      public Optional<String> shortName(String name) {
        return Optional.of(name);
      }

      @Override
      public Optional<PasswordCheck> passwords() {
        return Optional.of(check);
      }
    };
  }
}
