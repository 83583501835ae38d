package io.propolis.thrift.handler;

import io.propolis.thrift.security.DelegationTokens;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;

/**
 * Delegation tokens, which are good for this server, and the tokens and keys that other servers,
 * such as HiveServer2, keep here for themselves. The two never meet.
 */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TokenHandler implements Handler {
  private final Door door;
  private final DelegationTokens tokens;

  TokenHandler(Door door, DelegationTokens tokens) {
    this.door = door;
    this.tokens = tokens;
  }

  public String get_delegation_token(ClientSession client, String owner, String renewer) {
    return tokens.issue(client.proof(), client.address(), owner, renewer);
  }

  public long renew_delegation_token(ClientSession client, String token) {
    return tokens.renew(client.proof(), token);
  }

  public void cancel_delegation_token(ClientSession client, String token) {
    tokens.cancel(client.user(), token);
  }

  public boolean add_token(ClientSession client, String identifier, String token) {
    return door.as(client).keptTokens().add(identifier, token);
  }

  public boolean remove_token(ClientSession client, String identifier) {
    return door.as(client).keptTokens().remove(identifier);
  }

  /** Empty when there is none. */
  public String get_token(ClientSession client, String identifier) {
    return door.as(client).keptTokens().find(identifier).orElse("");
  }

  public List<String> get_all_token_identifiers(ClientSession client) {
    return door.as(client).keptTokens().identifiers();
  }

  public int add_master_key(ClientSession client, String key) {
    return door.as(client).keptTokens().addKey(key);
  }

  public void update_master_key(ClientSession client, int number, String key) {
    door.as(client).keptTokens().updateKey(number, key);
  }

  public boolean remove_master_key(ClientSession client, int number) {
    return door.as(client).keptTokens().removeKey(number);
  }

  public List<String> get_master_keys(ClientSession client) {
    return door.as(client).keptTokens().keys();
  }
}
