package io.propolis.thrift.wire;

import io.propolis.thrift.security.Proof;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of one connected client; used by one call at a time. */
public final class ClientSession {
  private final String address;
  private final Map<String, String> overrides = new ConcurrentHashMap<>();
  private final Map<String, String> options = new ConcurrentHashMap<>();
  private volatile String user = "";
  private volatile @Nullable Proof proof;

  /** A client at this network address that has not said who it is. */
  public ClientSession(String address) {
    this.address = address;
  }

  public String address() {
    return address;
  }

  /** The user it proved to be, or gave with {@code set_ugi}; "" before. */
  public String user() {
    return user;
  }

  /** Believes the client, unless it has proved to be somebody. */
  public void identify(String newUser) {
    if (proof == null) {
      user = newUser;
    }
  }

  /** The client has proved who it is: what it says later changes nothing. */
  public void authenticate(Proof newProof) {
    user = newProof.user();
    proof = newProof;
  }

  /** How the client has proved who it is; empty when it is only believed. */
  public Optional<Proof> proof() {
    return Optional.ofNullable(proof);
  }

  /** A setting the client changed for its own connection with {@code setMetaConf}. */
  public Optional<String> override(String key) {
    return Optional.ofNullable(overrides.get(key));
  }

  public void override(String key, String value) {
    overrides.put(key, value);
  }

  /** Options of fb303, which mean something to the client alone. */
  public Map<String, String> options() {
    return Map.copyOf(options);
  }

  public void setOption(String key, String value) {
    options.put(key, value);
  }
}
