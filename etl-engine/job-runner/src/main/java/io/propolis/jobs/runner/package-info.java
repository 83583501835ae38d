/**
 * Carries out runs of jobs: each attempt is a process tree of a real Spark of its own, watched,
 * logged, ended in time and recorded in the catalog's database. Spark is never loaded here.
 *
 * <p>What a run writes through the catalog is registered by Spark itself, after its own commit
 * protocol has moved the files in place: an attempt that dies half-way has registered nothing that
 * it did not finish, and what it finished before stays.
 */
package io.propolis.jobs.runner;
