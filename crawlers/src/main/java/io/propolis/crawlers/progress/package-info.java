/** How a crawl shows what it does, and is told to stop. */
@NullMarked
package io.propolis.crawlers.progress;

import org.jspecify.annotations.NullMarked;
