/**
 * Crawlers: {@link io.propolis.crawlers.CrawlRunner} looks into the lake (discovery, formats),
 * compares it with the catalog (plan) and writes what differs.
 */
package io.propolis.crawlers;
