package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects of the control plane. The catalog knows their names, versions and tags, who changed them
 * and what goes with what; what they say is their door's business. They are not in the change log,
 * which is Hive's.
 */
public final class ResourceOperations {
  /** How long a token of a client counts. */
  public static final Duration TOKENS = Duration.ofHours(24);

  private static final char END_OF_REQUEST = '\n';

  private final Context context;

  ResourceOperations(Context context) {
    this.context = context;
  }

  public Optional<Resource> find(ResourceKey key) {
    return context.store().read(tx -> tx.resources().find(key));
  }

  /** Throws NOT_FOUND. */
  public Resource require(ResourceKey key) {
    return find(key).orElseThrow(() -> notFound(key));
  }

  /** Those without a parent that exist, in the order of the request, each once. */
  public List<Resource> findAll(ResourceKind kind, Collection<String> names) {
    Map<String, Resource> found =
        context.store().read(tx -> tx.resources().findAll(kind, names)).stream()
            .collect(Collectors.toMap(Resource::name, each -> each));
    return names.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Those of a parent, sorted by name, behind {@code afterName}, {@code limit} at most. */
  public List<Resource> list(ResourceKind kind, String parent, String afterName, int limit) {
    return context.store().read(tx -> tx.resources().list(kind, parent, afterName, limit));
  }

  /** {@link ResourceWrites#create}. */
  public Resource create(ResourceKey key, String document) {
    return create(key, document, Map.of());
  }

  /** {@link ResourceWrites#create}. */
  public Resource create(ResourceKey key, String document, Map<String, String> tags) {
    return together(writes -> writes.create(key, document, tags));
  }

  /** {@link ResourceWrites#change}. */
  public Resource change(ResourceKey key, Function<Resource, String> change) {
    return together(writes -> writes.change(key, change));
  }

  /** {@link ResourceWrites#replace}. */
  public Resource replace(ResourceKey key, String document, long expectedVersion) {
    return together(writes -> writes.replace(key, document, expectedVersion));
  }

  /** {@link ResourceWrites#put}. */
  public Resource put(ResourceKey key, Function<Optional<Resource>, String> change) {
    return together(writes -> writes.put(key, change));
  }

  /** {@link ResourceWrites#delete}. */
  public Resource delete(ResourceKey key) {
    return together(writes -> writes.delete(key));
  }

  /**
   * Makes several changes, all of them or none. What {@code work} throws undoes all; it may be
   * called again.
   */
  public <T> T together(Function<ResourceWrites, T> work) {
    return context.store().write(tx -> work.apply(new ResourceWrites(context, tx)));
  }

  /** What a request was answered with. */
  public record Answered(String request, String answer) {}

  /**
   * Makes changes once for a token that the caller made up: who comes with the same token within
   * {@link #TOKENS} is answered as before, and nothing is done. The answer is stored together with
   * the changes, so that it is there exactly when these are.
   *
   * @param token one caller's are apart from another's
   * @param request in short: whether it is the same is for the caller of this method to see
   * @param work as in {@link #together}; gives the answer
   * @return what was answered, now or before, and to what
   */
  public Answered once(String token, String request, Function<ResourceWrites, String> work) {
    var key = ResourceKey.of(ResourceKind.CLIENT_TOKEN, digest(token));
    try {
      return together(
          writes -> {
            var before = writes.hold(key).filter(this::counts);
            if (before.isPresent()) {
              return answered(before.get());
            }
            // Whoever comes with the token meanwhile waits here, or is refused and looks again.
            writes.put(key, claimed -> request);
            var answer = work.apply(writes);
            writes.put(key, claimed -> request + END_OF_REQUEST + answer);
            return new Answered(request, answer);
          });
    } catch (CatalogException e) {
      var before = find(key).filter(this::counts);
      if (e.kind() != Kind.ALREADY_EXISTS || before.isEmpty()) {
        throw e;
      }
      return answered(before.get());
    }
  }

  private boolean counts(Resource token) {
    return token.updated().plus(TOKENS).isAfter(context.clock().instant());
  }

  private static Answered answered(Resource token) {
    int end = token.document().indexOf(END_OF_REQUEST);
    return new Answered(token.document().substring(0, end), token.document().substring(end + 1));
  }

  private String digest(String token) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(context.caller().user().getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Forgets tokens that nobody is answered by any more. */
  public void forgetTokens() {
    var oldest = context.clock().instant().minus(TOKENS);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.resources().deleteOlderThan(ResourceKind.CLIENT_TOKEN, oldest);
              return null;
            });
  }

  /** "Crawler not found: nightly". */
  public static CatalogException notFound(ResourceKey key) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.RESOURCE, key.kind().noun() + " not found: " + key);
  }

  /** What belongs to a table goes with it. */
  static void dropped(Transaction tx, Table table) {
    tx.resources().deleteOf(ResourceKind.ofTables(), Long.toString(table.id()));
  }
}
