/** The AWS Glue door: the catalog as clients of the AWS Glue API see it. */
@NullMarked
package io.propolis.glue;

import org.jspecify.annotations.NullMarked;
