package io.propolis.catalog.store;

import java.util.Collection;
import java.util.Map;

/**
 * Tags by what they are attached to, which they outlive unless they are deleted with it.
 *
 * @see io.propolis.catalog.TagOperations
 */
public interface Tags {
  /** Sorted by key; empty when there are none. */
  Map<String, String> of(String subject);

  /** The same of many at once, without those that have none. */
  Map<String, Map<String, String>> ofAll(Collection<String> subjects);

  /** Adds tags; those whose keys stand already get the new values. */
  void put(String subject, Map<String, String> tags);

  /** Absent keys are passed over. */
  void delete(String subject, Collection<String> keys);

  /** All tags of all of these, in one statement. */
  void deleteAll(Collection<String> subjects);

  /** Attaches all tags of one subject to another, which has none. */
  void move(String from, String to);
}
