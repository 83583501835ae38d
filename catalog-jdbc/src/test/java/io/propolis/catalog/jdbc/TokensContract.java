package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.access.DelegationToken;
import io.propolis.catalog.model.access.TokenKey;
import io.propolis.catalog.store.Transaction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Delegation tokens, and those kept for others. */
abstract class TokensContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private boolean wrote(Function<Transaction, Boolean> work) {
    return store().write(work);
  }

  @Test
  void tokensAndKeysAreGoodUntilTheyEnd() {
    var key =
        store().write(tx -> tx.delegationTokens().insert(new TokenKey(0, "c2VjcmV0", 50, 90)));
    assertThat(given().find(tx -> tx.delegationTokens().signingKey(49))).contains(key);
    assertThat(given().find(tx -> tx.delegationTokens().signingKey(50))).isEmpty();
    var token =
        store()
            .write(
                tx ->
                    tx.delegationTokens()
                        .insert(
                            new DelegationToken(0, "ann " + AWKWARD, "", "bob", 1, 40, key.id()),
                            20));
    assertThat(token.sequence()).isPositive();
    assertThat(given().find(tx -> tx.delegationTokens().validUntil(token))).contains(20L);
    var forged = new DelegationToken(token.sequence(), token.owner(), "", "bob", 1, 41, key.id());
    assertThat(given().find(tx -> tx.delegationTokens().validUntil(forged))).isEmpty();

    write(store(), tx -> tx.delegationTokens().setValidUntil(token, 30));
    write(store(), tx -> tx.delegationTokens().deleteExpired(30));
    assertThat(given().find(tx -> tx.delegationTokens().validUntil(token))).contains(30L);
    write(store(), tx -> tx.delegationTokens().deleteExpired(31));
    assertThat(given().find(tx -> tx.delegationTokens().validUntil(token))).isEmpty();
    assertThat(given().find(tx -> tx.delegationTokens().key(key.id()))).contains(key);
    write(store(), tx -> tx.delegationTokens().deleteExpired(91));
    assertThat(given().find(tx -> tx.delegationTokens().key(key.id()))).isEmpty();
  }

  @Test
  void whatOthersKeepComesBackAsItWasGiven() {
    var identifier = AWKWARD.repeat(100);
    assertThat(wrote(tx -> tx.keptTokens().insert(identifier, AWKWARD))).isTrue();
    assertThat(wrote(tx -> tx.keptTokens().insert(identifier, "other"))).isFalse();
    assertThat(given().find(tx -> tx.keptTokens().find(identifier))).contains(AWKWARD);
    assertThat(given().list(tx -> tx.keptTokens().identifiers())).containsExactly(identifier);
    assertThat(wrote(tx -> tx.keptTokens().delete(identifier))).isTrue();
    assertThat(wrote(tx -> tx.keptTokens().delete(identifier))).isFalse();

    int number = store().write(tx -> tx.keptTokens().insertKey("first"));
    assertThat(wrote(tx -> tx.keptTokens().updateKey(number, AWKWARD))).isTrue();
    assertThat(wrote(tx -> tx.keptTokens().updateKey(number + 1, "none"))).isFalse();
    assertThat(given().list(tx -> tx.keptTokens().keys())).containsExactly(AWKWARD);
    assertThat(wrote(tx -> tx.keptTokens().deleteKey(number))).isTrue();
    assertThat(wrote(tx -> tx.keptTokens().deleteKey(number))).isFalse();
  }
}
