package io.propolis.glue.translate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.catalog.model.Table;
import io.propolis.glue.codec.Encoded;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.operations.Call;

/**
 * Tables as clients see them, written once and kept beside each table for as long as the catalog
 * keeps it: a changed table is another object, so what is kept is never older than it. For one
 * account.
 */
public final class EncodedTables {
  private static final long MAX_BYTES = 64L << 20;

  private final Cache<Table, Encoded> kept =
      Caffeine.newBuilder()
          .weakKeys()
          .maximumWeight(MAX_BYTES)
          .weigher((Table table, Encoded json) -> json.length())
          .executor(Runnable::run)
          .build();

  public Encoded of(Call call, Table table) {
    var json = kept.getIfPresent(table);
    if (json == null) {
      var unknown = new Unknown();
      json = Encoded.of(Tables.reply(call.with(unknown), table), unknown);
      kept.put(table, json);
    }
    return json;
  }
}
