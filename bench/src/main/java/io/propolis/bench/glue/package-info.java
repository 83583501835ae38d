/** The AWS Glue API of our server beside moto's, and beside a server that sends the same bytes. */
@org.jspecify.annotations.NullMarked
package io.propolis.bench.glue;
