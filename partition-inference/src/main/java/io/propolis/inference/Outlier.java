package io.propolis.inference;

/**
 * Files that are part of no partition because their folder does not fit the layout. Files of one
 * folder share its fate, so that each such folder is listed once.
 *
 * @param folder relative to the root; empty for the root itself
 * @param firstFile the path of the alphabetically first file
 * @param files how many files there are
 * @param reason what does not fit, in one line
 */
public record Outlier(String folder, String firstFile, long files, String reason) {}
