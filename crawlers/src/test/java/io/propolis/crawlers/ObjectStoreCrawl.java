package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.DropData;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lake;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import java.nio.file.Path;
import java.util.List;

/** What the catalog does with a bucket, whoever keeps it. */
final class ObjectStoreCrawl {
  private ObjectStoreCrawl() {}

  /** Crawls twice, and makes and drops a managed table. */
  static void assertCrawled(Path folder, LakeSettings settings, String bucket) throws Exception {
    try (var lake = Lakes.open(settings);
        var catalog = new CatalogFixture(folder, lake)) {
      var parquet =
          SampleFiles.parquet(
              folder.resolve("a.parquet"),
              "message m { required int64 id; }",
              5,
              (g, i) -> g.append("id", (long) i));
      for (int day = 1; day <= 12; day++) {
        lake.write(bucket + "/raw/orders/dt=2024-01-%02d/a.parquet".formatted(day), parquet);
      }
      lake.write(bucket + "/raw/cities/a b%20c.csv", "id,city\n1,Bern\n2,Genf\n".getBytes());

      catalog.crawl(bucket + "/raw/");
      long position = catalog.store().position();
      var second = catalog.crawl(bucket + "/raw/");

      assertThat(catalog.tables()).containsExactly("cities", "orders");
      assertThat(catalog.table("orders").location()).isEqualTo(bucket + "/raw/orders");
      assertThat(catalog.wholePartitions("orders"))
          .hasSize(12)
          .allSatisfy(partition -> assertThat(partition.parameters()).containsEntry("numRows", "5"))
          .first()
          .satisfies(
              partition ->
                  assertThat(partition.location()).isEqualTo(bucket + "/raw/orders/dt=2024-01-01"));
      assertThat(second.plan().sampled()).isZero();
      assertThat(catalog.store().position()).isEqualTo(position);
      assertManagedFolders(catalog, lake, bucket);
    }
  }

  private static void assertManagedFolders(CatalogFixture catalog, Lake lake, String bucket) {
    var tables = catalog.session().tables();
    var name = CatalogFixture.name("managed");
    tables.create(
        Table.builder(name)
            .type(TableType.MANAGED_TABLE)
            .location(bucket + "/warehouse/managed")
            .layout(StorageLayout.EMPTY.withColumns(List.of(new Column("id", "int"))))
            .build(),
        Mode.KEEP);
    lake.write(bucket + "/warehouse/managed/a.csv", "1\n".getBytes());
    tables.drop(name, DropData.PURGE_FILES);
    assertThat(lake.exists(bucket + "/warehouse/managed")).isFalse();
  }
}
