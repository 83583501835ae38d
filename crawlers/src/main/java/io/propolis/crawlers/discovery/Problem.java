package io.propolis.crawlers.discovery;

/**
 * Something in the lake that became part of no table, or that readers will stumble over.
 *
 * @param location file or folder
 * @param reason what is wrong, in words that follow the location
 */
public record Problem(String location, String reason) {}
