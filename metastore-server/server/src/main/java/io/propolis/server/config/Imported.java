package io.propolis.server.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting as the configuration of another program says it.
 *
 * @param name of the setting, as {@code store.url}
 * @param problem why it cannot be had, with a remedy; it stops the start unless something else says
 *     the setting, too
 */
public record Imported(String name, String text, Origin origin, @Nullable String problem) {}
