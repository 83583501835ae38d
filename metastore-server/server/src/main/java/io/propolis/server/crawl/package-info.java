/** Crawls whose catalog is in another process. */
package io.propolis.server.crawl;
