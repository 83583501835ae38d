/**
 * The lake's folders and files, local and S3-compatible, behind {@link io.propolis.files.Lake}.
 * Start with {@link io.propolis.files.Lakes}.
 */
package io.propolis.files;
