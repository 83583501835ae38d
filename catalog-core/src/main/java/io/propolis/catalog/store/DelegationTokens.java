package io.propolis.catalog.store;

import io.propolis.catalog.model.access.DelegationToken;
import io.propolis.catalog.model.access.TokenKey;
import java.util.Optional;

/** Delegation tokens and the keys they are signed with: rows, shared by all nodes. */
public interface DelegationTokens {
  /** A key that signs new tokens at that moment. */
  Optional<TokenKey> signingKey(long now);

  Optional<TokenKey> key(int id);

  /** Stores a key and returns it with its id. */
  TokenKey insert(TokenKey key);

  /** Stores a token and returns it with its sequence number; numbers are never used again. */
  DelegationToken insert(DelegationToken token, long validUntil);

  /** Until when the token, in every part the same, is valid. Empty when it is not stored. */
  Optional<Long> validUntil(DelegationToken token);

  void setValidUntil(DelegationToken token, long validUntil);

  /** An absent one is passed over. */
  void delete(DelegationToken token);

  /** Removes tokens and keys that are no good any more, found by an index. */
  void deleteExpired(long now);
}
