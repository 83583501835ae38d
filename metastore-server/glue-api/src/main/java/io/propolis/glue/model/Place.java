package io.propolis.glue.model;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a request. Its text, {@code tableInput.partitionKeys.2.member.name}, is
 * made when there is something to say of it.
 */
final class Place {
  /** The request itself. */
  static final Place REQUEST = new Place(null, "", 0);

  private final @Nullable Place around;
  private final String name;

  /** Of an element, from 1 on; 0 for a member, -1 for an entry. */
  private final int number;

  private Place(@Nullable Place around, String name, int number) {
    this.around = around;
    this.name = name;
    this.number = number;
  }

  /** A member of a structure. */
  Place member(String member) {
    return new Place(this, member, 0);
  }

  /** An element of a list, from 1 on. */
  Place element(int element) {
    return new Place(this, "", element);
  }

  /** What a map has under a key. */
  Place entry(String key) {
    return new Place(this, key, -1);
  }

  @Override
  public String toString() {
    if (around == null) {
      return "";
    }
    if (number > 0) {
      return around + "." + number + ".member";
    }
    if (number < 0) {
      return around + "." + name + ".member";
    }
    var lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return around == REQUEST ? lower : around + "." + lower;
  }
}
