/** What stores tell about their objects, for crawls that look at nothing else. */
@NullMarked
package io.propolis.crawlers.events;

import org.jspecify.annotations.NullMarked;
