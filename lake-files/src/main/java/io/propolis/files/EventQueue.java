package io.propolis.files;

import java.util.Collection;
import java.util.List;

/** A queue in which a store tells what happens to its objects. Safe for many threads. */
public interface EventQueue {
  /**
   * A message that was received and is hidden from others for a while.
   *
   * @param receipt by which it is deleted
   */
  record Message(String body, String receipt) {}

  /**
   * Up to ten messages; none when there are none. Nobody else receives them for fifteen minutes.
   *
   * @throws io.propolis.catalog.CatalogException RESOURCE: NOT_FOUND for the queue; UNAVAILABLE
   *     when its service does not answer or refuses
   */
  List<Message> receive();

  /** Deletes messages. One that was received by somebody else meanwhile stays. */
  void delete(Collection<Message> messages);

  /** Lets others receive messages again, at once. */
  void release(Collection<Message> messages);

  /** Sends a message. */
  void send(String body);
}
