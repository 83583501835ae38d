package io.propolis.catalog.cache;

import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Objects by key, read once however many ask at the same time. A place is taken before the reading
 * begins, and whoever follows the log empties the places of what changed: so what was read is kept
 * only when nothing has changed it since.
 */
final class Shelf<K, V> {
  private final FollowedLog log;
  private final Budget budget;
  private final ToLongFunction<V> size;
  private final ConcurrentHashMap<K, Place> places = new ConcurrentHashMap<>();

  Shelf(FollowedLog log, Budget budget, ToLongFunction<V> size) {
    this.log = log;
    this.budget = budget;
    this.size = size;
  }

  private final class Place extends Budget.Held {
    private final K key;
    private final Flight<Loaded<V>> loading = new Flight<>();
    private long position; // of the value; published by it
    private volatile @Nullable V value;

    Place(K key) {
      this.key = key;
    }

    @Override
    void drop() {
      places.remove(key, this);
    }
  }

  /** Something read, and the position of the catalog at which it was. */
  record Loaded<V>(V value, long position) {}

  /** The object as it was at {@code position} or later, which the log was followed to. */
  V get(K key, long position, BiFunction<Transaction, K, V> reading) {
    var kept = find(key);
    if (kept != null) {
      return kept;
    }
    var all = getAll(List.of(key), position, (tx, keys) -> Map.of(key, reading.apply(tx, key)));
    return Objects.requireNonNull(all.get(key));
  }

  /** What is kept, if it is; costs neither a lock nor an object. */
  @Nullable V find(K key) {
    var place = places.get(key);
    if (place == null) {
      return null;
    }
    place.touch();
    return place.value;
  }

  /**
   * Several as they were together, at {@code position} or later, when all are kept and it is
   * certain that they were: none was read after what the log has been followed to, and nothing is
   * being followed. Costs no statement.
   */
  Optional<Map<K, V>> together(Collection<K> keys) {
    long followed = log.followed();
    if (log.reached() != followed) {
      return Optional.empty();
    }
    var found = new HashMap<K, V>();
    for (var key : keys) {
      var place = places.get(key);
      var value = place == null ? null : place.value;
      if (place == null || value == null || place.position > followed) {
        return Optional.empty();
      }
      place.touch();
      found.put(key, value);
    }
    return log.reached() == followed ? Optional.of(found) : Optional.empty();
  }

  /**
   * The same for several, each as it was at its own time: all that are missing are read together.
   */
  Map<K, V> getAll(
      Collection<K> keys, long position, BiFunction<Transaction, List<K>, Map<K, V>> reading) {
    var found = new HashMap<K, V>();
    var own = new ArrayList<Place>();
    var others = new ArrayList<Place>();
    for (var key : keys) {
      var made = new Place(key);
      var standing = places.putIfAbsent(key, made);
      if (standing == null) {
        own.add(made);
        continue;
      }
      standing.touch();
      var value = standing.value;
      if (value == null) {
        others.add(standing);
      } else {
        found.put(key, value);
      }
    }
    // What is one's own first: two that wait for each other's would wait for ever.
    if (!own.isEmpty()) {
      load(own, reading, found);
    }
    var again = new ArrayList<K>();
    for (var place : others) {
      var loaded = place.loading.await();
      if (loaded.position() >= position || places.get(place.key) == place) {
        found.put(place.key, loaded.value());
      } else {
        again.add(place.key);
      }
    }
    if (!again.isEmpty()) {
      found.putAll(getAll(again, position, reading));
    }
    return found;
  }

  private void load(
      List<Place> own, BiFunction<Transaction, List<K>, Map<K, V>> reading, Map<K, V> found) {
    // Asked for after the places were taken: up to there nobody has to empty them.
    long reached = log.reached();
    record Answer<K, V>(Map<K, V> values, long position) {}
    Answer<K, V> answer;
    try {
      answer =
          log.store()
              .read(
                  tx -> {
                    // First, so that the snapshot is not older than the position.
                    long position = tx.changes().position();
                    var keys = own.stream().map(place -> place.key).toList();
                    return new Answer<>(reading.apply(tx, keys), position);
                  });
    } catch (RuntimeException | Error e) {
      own.forEach(place -> places.remove(place.key, place));
      var failure =
          e instanceof RuntimeException known ? known : new IllegalStateException("Failed", e);
      own.forEach(place -> place.loading.fail(failure));
      throw e;
    }
    for (var place : own) {
      var value = Objects.requireNonNull(answer.values().get(place.key), "nothing read");
      found.put(place.key, value);
      if (answer.position() < reached) {
        places.remove(place.key, place);
      } else {
        keep(place, value, answer.position());
      }
      place.loading.land(new Loaded<>(value, answer.position()));
    }
  }

  private void keep(Place place, V value, long position) {
    place.position = position;
    place.value = value;
    budget.count(place, size.applyAsLong(value));
    if (places.get(place.key) != place) {
      budget.forget(place); // emptied while it was counted
    }
  }

  /**
   * Keeps what a change has left, in the place of what was kept before. For the one who follows the
   * log, when he has come to that change: later ones empty the place again.
   */
  void put(K key, V value, long position) {
    var place = new Place(key);
    place.loading.land(new Loaded<>(value, position));
    var before = places.put(key, place);
    if (before != null) {
      budget.forget(before);
    }
    keep(place, value, position);
  }

  /** Empties a place. */
  void remove(K key) {
    var place = places.remove(key);
    if (place != null) {
      budget.forget(place);
    }
  }

  /** Empties the places of all keys that pass a test. */
  void removeIf(Predicate<K> test) {
    for (var key : places.keySet()) {
      if (test.test(key)) {
        remove(key);
      }
    }
  }
}
