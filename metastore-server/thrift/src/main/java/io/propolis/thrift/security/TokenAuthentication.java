package io.propolis.thrift.security;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * Takes delegation tokens beside what another authentication takes, as Hadoop's clients show them:
 * by SASL DIGEST-MD5 (RFC 2831), in which the name is what the token says and the password its
 * signature, both in base64.
 */
public final class TokenAuthentication implements Authentication {
  private static final String MECHANISM = "DIGEST-MD5";

  /** The name that Hadoop's clients give the server, whatever its host. */
  private static final String SERVER = "default";

  private final Authentication others;
  private final DelegationTokens tokens;

  public TokenAuthentication(Authentication others, DelegationTokens tokens) {
    this.others = others;
    this.tokens = tokens;
  }

  @Override
  public boolean isRequired() {
    return others.isRequired();
  }

  @Override
  public Set<String> mechanisms() {
    var all = new TreeSet<>(others.mechanisms());
    all.add(MECHANISM);
    return all;
  }

  @Override
  public SaslServer begin(String mechanism) throws SaslException {
    return mechanism.equals(MECHANISM)
        ? Sasl.createSaslServer(
            MECHANISM, null, SERVER, Map.of(Sasl.QOP, "auth-conf,auth-int,auth"), this::answer)
        : others.begin(mechanism);
  }

  private void answer(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    var name = "";
    for (var callback : callbacks) {
      if (callback instanceof NameCallback question) {
        name = question.getDefaultName();
        question.setName(name);
      } else if (callback instanceof PasswordCallback question) {
        question.setPassword(password(name));
      } else if (callback instanceof AuthorizeCallback question) {
        boolean same = question.getAuthenticationID().equals(question.getAuthorizationID());
        question.setAuthorized(same);
        if (same) {
          question.setAuthorizedID(question.getAuthorizationID());
        }
      } else if (!(callback instanceof RealmCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private char[] password(String name) throws SaslException {
    try {
      var token = HadoopToken.readIdentifier(Base64.getDecoder().decode(name));
      return Base64.getEncoder()
          .encodeToString(
              tokens
                  .password(token)
                  .orElseThrow(
                      () ->
                          new SaslException(
                              "The token %d of %s is expired or does not exist"
                                  .formatted(token.sequence(), token.owner()))))
          .toCharArray();
    } catch (IllegalArgumentException e) {
      throw new SaslException("This is no delegation token", e);
    }
  }

  @Override
  public Proof proof(SaslServer complete) throws SaslException {
    if (!complete.getMechanismName().equals(MECHANISM)) {
      return others.proof(complete);
    }
    var identifier = Base64.getDecoder().decode(complete.getAuthorizationID());
    return new Proof(HadoopToken.readIdentifier(identifier).owner(), Proof.Method.TOKEN);
  }

  @Override
  public Optional<String> shortName(String name) {
    return others.shortName(name);
  }

  @Override
  public Optional<PasswordCheck> passwords() {
    return others.passwords();
  }
}
