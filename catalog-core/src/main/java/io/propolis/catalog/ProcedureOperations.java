package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.catalog.model.workload.StoredProcedure;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.function.Consumer;

/** Procedures and packages of Hive's HPL/SQL, which go with their database. */
public final class ProcedureOperations {
  private final Context context;

  ProcedureOperations(Context context) {
    this.context = context;
  }

  /** Stores it in place of another of that name. Throws NOT_FOUND for the database. */
  public void put(StoredProcedure procedure) {
    write(tx -> tx.procedures().put(procedure));
  }

  /** Throws NOT_FOUND. */
  public StoredProcedure procedureNamed(DatabaseName database, String name) {
    return context
        .store()
        .read(tx -> tx.procedures().find(database, name))
        .orElseThrow(
            () -> missing(Entity.PROCEDURE, "HPL/SQL StoredProcedure " + database + "." + name));
  }

  /** Names in a database, sorted; none for an unknown one. */
  public List<String> procedures(DatabaseName database) {
    return context.store().read(tx -> tx.procedures().names(database));
  }

  /** Names in all databases of a catalog. */
  public List<String> procedures(String catalog) {
    return context.store().read(tx -> tx.procedures().names(catalog));
  }

  /** Passes over a procedure that is not there, as Hive does. */
  public void dropProcedure(DatabaseName database, String name) {
    write(tx -> tx.procedures().delete(database, name));
  }

  /** Stores it in place of another of that name. Throws NOT_FOUND for the database. */
  public void put(StoredPackage contents) {
    write(tx -> tx.packages().put(contents));
  }

  /** Throws NOT_FOUND. */
  public StoredPackage packageNamed(DatabaseName database, String name) {
    return context
        .store()
        .read(tx -> tx.packages().find(database, name))
        .orElseThrow(() -> missing(Entity.PACKAGE, "HPL/SQL package " + database + "." + name));
  }

  /** Names in a database, sorted; none for an unknown one. */
  public List<String> packages(DatabaseName database) {
    return context.store().read(tx -> tx.packages().names(database));
  }

  /** Names in all databases of a catalog. */
  public List<String> packages(String catalog) {
    return context.store().read(tx -> tx.packages().names(catalog));
  }

  /** Passes over a package that is not there, as Hive does. */
  public void dropPackage(DatabaseName database, String name) {
    write(tx -> tx.packages().delete(database, name));
  }

  private void write(Consumer<Transaction> work) {
    context
        .store()
        .<Void>write(
            tx -> {
              work.accept(tx);
              return null;
            });
  }

  private static CatalogException missing(Entity entity, String what) {
    return new CatalogException(Kind.NOT_FOUND, entity, what + " does not exist");
  }
}
