/** Crawls as runs: held by a lease, shown, stopped, taken over and kept. */
@NullMarked
package io.propolis.crawlers.runs;

import org.jspecify.annotations.NullMarked;
