package io.propolis.catalog.model.change;

import org.jspecify.annotations.Nullable;

/**
 * A file that an engine says it has written.
 *
 * @param checksum as the engine computed it, absent when it did not
 * @param subDirectory folder between the table's or partition's and the file, as writers of
 *     transactional tables make them
 */
public record WrittenFile(String uri, @Nullable String checksum, @Nullable String subDirectory) {}
