/** What is crawled beside files that lie about by themselves: one kind of source a package. */
@NullMarked
package io.propolis.crawlers.sources;

import org.jspecify.annotations.NullMarked;
