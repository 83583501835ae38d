package io.propolis.catalog.model.access;

/**
 * A pass by which whoever holds it acts as its owner. Names are short: without instance and realm.
 *
 * @param sequence 0 before it is stored
 * @param renewer who may renew it; "" for nobody
 * @param realUser who asked for it in the owner's name; "" when it was the owner
 * @param issuedAt epoch milliseconds
 * @param expiresAt epoch milliseconds, beyond which nobody can renew it
 * @param key the {@link TokenKey} it is signed with
 */
public record DelegationToken(
    int sequence,
    String owner,
    String renewer,
    String realUser,
    long issuedAt,
    long expiresAt,
    int key) {
  public DelegationToken withSequence(int newSequence) {
    return new DelegationToken(newSequence, owner, renewer, realUser, issuedAt, expiresAt, key);
  }

  /** Whether somebody may cancel it: the owner, the renewer, and who asked for it. */
  public boolean isCancelledBy(String user) {
    return !user.isEmpty() && (user.equals(owner) || user.equals(renewer) || user.equals(realUser));
  }
}
