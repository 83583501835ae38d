package io.propolis.jobs.runner;

import java.nio.file.Path;

/**
 * Log files of one attempt; they grow while it runs. Spark writes what the script prints, to
 * whichever stream, to {@code stdout}, and its own messages to {@code stderr}.
 */
public record RunLogs(Path stdout, Path stderr) {}
