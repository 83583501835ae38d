package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.access.DelegationToken;
import io.propolis.catalog.model.access.TokenKey;
import io.propolis.catalog.model.access.TokenLifetimes;
import io.propolis.catalog.store.Transaction;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Delegation tokens, good on every node. They are checked where they are shown: a door gives out
 * and takes in the written form, signed with the token's key.
 */
public final class DelegationTokenOperations {
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Context context;

  DelegationTokenOperations(Context context) {
    this.context = context;
  }

  /** A token with the key to sign it, or to check its signature. */
  public record Signed(DelegationToken token, TokenKey key) {}

  /** Issues a token; what has expired meanwhile goes. */
  public Signed issue(String owner, String renewer, String realUser, TokenLifetimes lifetimes) {
    var now = context.clock().millis();
    return context
        .store()
        .write(
            tx -> {
              var tokens = tx.delegationTokens();
              tokens.deleteExpired(now);
              var key = tokens.signingKey(now).orElseGet(() -> newKey(tx, now, lifetimes));
              var token =
                  new DelegationToken(
                      0,
                      owner,
                      renewer,
                      realUser,
                      now,
                      now + lifetimes.longest().toMillis(),
                      key.id());
              return new Signed(tokens.insert(token, validUntil(token, now, lifetimes)), key);
            });
  }

  private static TokenKey newKey(Transaction tx, long now, TokenLifetimes lifetimes) {
    var secret = new byte[KEY_BYTES];
    RANDOM.nextBytes(secret);
    long signsUntil = now + lifetimes.key().toMillis();
    return tx.delegationTokens()
        .insert(
            new TokenKey(
                0,
                Base64.getEncoder().encodeToString(secret),
                signsUntil,
                signsUntil + lifetimes.longest().toMillis()));
  }

  private static long validUntil(DelegationToken token, long now, TokenLifetimes lifetimes) {
    return Math.min(token.expiresAt(), now + lifetimes.renewal().toMillis());
  }

  /**
   * The key of a token that is valid now. Empty when it was never issued, or is cancelled or over.
   */
  public Optional<TokenKey> keyOf(DelegationToken token) {
    var now = context.clock().millis();
    return context
        .store()
        .read(
            tx ->
                tx.delegationTokens()
                    .validUntil(token)
                    .filter(until -> until >= now)
                    .flatMap(until -> tx.delegationTokens().key(token.key())));
  }

  /**
   * Lets a token be valid for longer, and says until when, in epoch milliseconds.
   *
   * @throws CatalogException NOT_FOUND when it is cancelled or over; FORBIDDEN when its renewer is
   *     somebody else
   */
  public long renew(DelegationToken token, TokenLifetimes lifetimes) {
    var caller = context.caller().user();
    var now = context.clock().millis();
    return context
        .store()
        .write(
            tx -> {
              requireValid(tx, token, now);
              if (token.renewer().isEmpty() || !token.renewer().equals(caller)) {
                throw forbidden(
                    "%s tries to renew a token of %s with non-matching renewer %s"
                        .formatted(caller, token.owner(), token.renewer()));
              }
              long until = validUntil(token, now, lifetimes);
              tx.delegationTokens().setValidUntil(token, until);
              return until;
            });
  }

  /**
   * Makes a token worthless.
   *
   * @throws CatalogException NOT_FOUND when it is already; FORBIDDEN for others than its owner, its
   *     renewer and who asked for it
   */
  public void cancel(DelegationToken token) {
    var caller = context.caller().user();
    var now = context.clock().millis();
    context
        .store()
        .<Void>write(
            tx -> {
              requireValid(tx, token, now);
              if (!token.isCancelledBy(caller)) {
                throw forbidden(
                    "%s is not authorized to cancel the token of %s"
                        .formatted(caller, token.owner()));
              }
              tx.delegationTokens().delete(token);
              return null;
            });
  }

  private static void requireValid(Transaction tx, DelegationToken token, long now) {
    if (tx.delegationTokens().validUntil(token).filter(until -> until >= now).isEmpty()) {
      throw new CatalogException(
          Kind.NOT_FOUND,
          Entity.TOKEN,
          "The token %d of %s is expired or does not exist"
              .formatted(token.sequence(), token.owner()));
    }
  }

  private static CatalogException forbidden(String message) {
    return new CatalogException(Kind.FORBIDDEN, Entity.TOKEN, message);
  }
}
