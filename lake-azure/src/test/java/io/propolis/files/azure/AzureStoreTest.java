package io.propolis.files.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.files.AzureServer;
import io.propolis.files.ObjectListing;
import io.propolis.files.ObjectListing.Depth;
import io.propolis.files.ObjectLocation;
import io.propolis.files.StoredObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listing of several pages tells. */
class AzureStoreTest {
  @TempDir Path folder;

  @Test
  void everyPageIsToldOnce() throws Exception {
    try (var server = AzureServer.start(folder);
        var store = new AzureStore(new AzureAccounts(server.settings()))) {
      var bucket = server.makeContainer("pages").substring("abfss://".length());
      for (var key : List.of("t/a", "t/b/1", "t/b/2", "t/c", "t/d/1", "u/e")) {
        store.put(new ObjectLocation(bucket, key), new byte[1]);
      }

      assertThat(keys(store, new ObjectListing(bucket, "t/", Depth.ALL, null, 2)))
          .containsExactly("t/a", "t/b/1", "t/b/2", "t/c", "t/d/1");
      assertThat(keys(store, new ObjectListing(bucket, "t/", Depth.LEVEL, null, 2)))
          .containsExactlyInAnyOrder("t/a", "t/b/", "t/c", "t/d/");
    }
  }

  private static List<String> keys(AzureStore store, ObjectListing listing) {
    var keys = new ArrayList<String>();
    int pages = 0;
    Optional<String> next = Optional.empty();
    do {
      var page = store.page(listing, next);
      page.objects().stream().map(StoredObject::key).forEach(keys::add);
      keys.addAll(page.prefixes());
      next = Optional.ofNullable(page.next());
      pages++;
    } while (next.isPresent());
    assertThat(pages).isGreaterThan(1);
    return keys;
  }
}
