/**
 * Google Cloud Storage as storage of the lake. Start with {@link io.propolis.files.gcs.GcsStorage}.
 */
package io.propolis.files.gcs;
