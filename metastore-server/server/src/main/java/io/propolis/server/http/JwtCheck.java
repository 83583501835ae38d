package io.propolis.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.propolis.thrift.security.BearerCheck;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON Web Tokens signed with one of the keys that a URL publishes (JWKS, RFC 7517). A token must
 * end (exp) and name its user (sub). Keys are kept and read again when an unknown one is named.
 */
public final class JwtCheck implements BearerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(JwtCheck.class);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** Throws IllegalArgumentException when the address is no URL. Asks it for nothing yet. */
  public JwtCheck(URI keys) {
    try {
      var source = JWKSourceBuilder.<SecurityContext>create(keys.toURL()).retrying(true).build();
      // Not by shared secrets: a public key taken for one would let everybody sign.
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(new HashSet<>(JWSAlgorithm.Family.SIGNATURE), source));
      processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(null, Set.of("sub", "exp")));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("No URL for keys of tokens: " + keys, e);
    }
  }

  @Override
  public Optional<String> userOf(String token) {
    try {
      return Optional.ofNullable(processor.process(token, null).getSubject())
          .filter(user -> !user.isBlank());
    } catch (ParseException | BadJOSEException e) {
      LOG.debug("A token is refused: {}", e.getMessage());
    } catch (JOSEException e) {
      LOG.warn("Tokens cannot be checked: {}", e.getMessage());
    }
    return Optional.empty();
  }
}
