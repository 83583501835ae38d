package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens and keys that other servers keep here. */
class TokensTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  @Test
  void aTokenOfAnotherServerIsKeptOnceAndSeenByAll() throws TException {
    var client = given.client();
    assertThat(client.add_token("identifier", "token")).isTrue();
    assertThat(client.add_token("identifier", "another")).isFalse();
    var other = given.client();
    assertThat(other.get_token("identifier")).isEqualTo("token");
    assertThat(other.get_token("absent")).isEmpty();
    assertThat(other.get_all_token_identifiers()).containsExactly("identifier");
    assertThat(other.remove_token("identifier")).isTrue();
    assertThat(other.remove_token("identifier")).isFalse();
    assertThat(client.get_all_token_identifiers()).isEmpty();
  }

  @Test
  void keysOfAnotherServerAreKeptByNumber() throws TException {
    var client = given.client();
    int first = client.add_master_key("first");
    int second = client.add_master_key("second");
    client.update_master_key(first, "changed");
    assertThat(client.get_master_keys()).containsExactly("changed", "second");
    assertThat(client.remove_master_key(first)).isTrue();
    assertThat(client.remove_master_key(first)).isFalse();
    assertThat(client.get_master_keys()).containsExactly("second");
    assertThatThrownBy(() -> client.update_master_key(second + 1, "none"))
        .isInstanceOf(NoSuchObjectException.class);
  }
}
