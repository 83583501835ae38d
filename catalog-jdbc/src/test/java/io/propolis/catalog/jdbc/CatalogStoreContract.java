package io.propolis.catalog.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** What every store promises, whichever database is below it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CatalogStoreContract {
  private StoreSettings settings;
  private Given given;

  /** Settings of a new, empty database. */
  abstract StoreSettings newDatabase();

  /** Settings of a second store over the same database, while the first is open. */
  abstract StoreSettings beside(StoreSettings first);

  @BeforeAll
  void open() {
    settings = newDatabase();
    given = new Given(JdbcCatalogStore.open(settings));
  }

  @AfterAll
  void close() {
    if (given != null) {
      given.store.close();
    }
  }

  @Nested
  class OfCatalogsAndDatabases extends DatabasesContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfTables extends TablesContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfPartitions extends PartitionsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfPredicatesInSql extends PredicatesInSqlContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfResources extends ResourcesContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfOwnWrites extends OwnWritesContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfTheCache extends CacheContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfCachedPages extends CachedPagesContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfTheCachesCoherence extends CacheCoherenceContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfMovedStatistics extends StatisticsMoveContract {
    @Override
    StoreSettings newDatabase() {
      return CatalogStoreContract.this.newDatabase();
    }
  }

  @Nested
  class OfStatistics extends StatisticsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfConstraints extends ConstraintsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfSchemas extends SchemasContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfResourcePlans extends ResourcePlansContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfAccess extends AccessContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfRecords extends RecordsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfWorkload extends WorkloadContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfTokens extends TokensContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfWorkloadRaces extends WorkloadRacesContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfCrawlBlocks extends CrawlBlocksContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfCrawlerRuns extends CrawlerRunsContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfOptimizerRuns extends OptimizerRunsContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfStatisticsSchedules extends StatisticsSchedulesContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfTheRest extends FunctionsLocksRunsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfAcidTables extends AcidTablesContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfStatisticsOperations extends StatisticsOperationsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfAcidOperations extends AcidOperationsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfAcidStress extends AcidStressContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfTransactions extends TransactionsContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfTheChangeLog extends ChangeLogContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfOperationCosts extends OperationCostContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfKeptVersions extends KeptVersionsContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfNodes extends NodesContract {
    @Override
    Given given() {
      return given;
    }
  }

  @Nested
  class OfWriteRaces extends WriteRacesContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings beside() {
      return CatalogStoreContract.this.beside(settings);
    }
  }

  @Nested
  class OfQueryPlans extends QueryPlanContract {
    @Override
    Given given() {
      return given;
    }

    @Override
    StoreSettings settings() {
      return settings;
    }
  }

  @Nested
  class OfStatementCounts extends StatementCountContract {
    @Override
    Given given() {
      return given;
    }
  }
}
