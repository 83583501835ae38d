/** Tables of DynamoDB. */
@NullMarked
package io.propolis.crawlers.sources.dynamodb;

import org.jspecify.annotations.NullMarked;
