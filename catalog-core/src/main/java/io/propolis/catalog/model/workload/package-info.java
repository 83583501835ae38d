/** What Hive's servers plan, schedule and report through the catalog. */
package io.propolis.catalog.model.workload;
