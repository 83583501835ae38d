package io.propolis.faults.acid;

/**
 * A time for which a client may be sure that it has a lock.
 *
 * @param key what is locked
 * @param lock its id
 * @param from when the client was told that it has it
 * @param until when it began to give it up, or when its last sign of life had become too old
 */
public record LockHold(int client, String key, long lock, long from, long until) {}
