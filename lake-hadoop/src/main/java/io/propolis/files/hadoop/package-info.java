/**
 * Storage of the lake through Hadoop's file systems. Start with {@link
 * io.propolis.files.hadoop.HadoopStorage}.
 */
package io.propolis.files.hadoop;
