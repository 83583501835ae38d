package io.propolis.thrift.wire;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files and connections the system lets this process open. */
public final class FileLimit {
  private static final Logger LOG = LoggerFactory.getLogger(FileLimit.class);

  /** What jars, the database, the lake and the threads for calls hold open besides connections. */
  private static final int OTHER_FILES = 1_000;

  private FileLimit() {}

  /** Says so when the system does not allow that many connections. */
  public static void warnBelow(int connections) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getMaxFileDescriptorCount() < connections + OTHER_FILES) {
      LOG.warn(
          "The system lets this process open {} files, fewer than {} connections"
              + " (thrift.max-connections) need: raise it with ulimit -n {}",
          system.getMaxFileDescriptorCount(),
          connections,
          connections + OTHER_FILES);
    }
  }

  /** What helps when files run out, to follow an error; "" when they have not. */
  public static String advice() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        && system.getOpenFileDescriptorCount() >= system.getMaxFileDescriptorCount() - 1) {
      return " (%d files are open, as many as the system allows: raise it with ulimit -n)"
          .formatted(system.getOpenFileDescriptorCount());
    }
    return "";
  }
}
