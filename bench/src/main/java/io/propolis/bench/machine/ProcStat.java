package io.propolis.bench.machine;

/**
 * One line of {@code /proc/PID/stat}, as far as processor time goes.
 *
 * @param ownTicks time of the process in user and kernel mode, in clock ticks
 * @param childTicks the same of its children that have ended and been waited for
 */
record ProcStat(long ownTicks, long childTicks) {
  /** Linux shows times in ticks of this length to every program, whatever the kernel's own. */
  static final double SECONDS_PER_TICK = 0.01;

  private static final int STATE = 3;
  private static final int UTIME = 14;

  /** Throws IllegalArgumentException for a line of another form. */
  static ProcStat parse(String line) {
    // The second field is the program's name in parentheses, which may hold both of them and
    // spaces.
    int nameEnd = line.lastIndexOf(')');
    var fields = line.substring(nameEnd + 1).strip().split(" ");
    if (nameEnd < 0 || fields.length <= UTIME + 3 - STATE) {
      throw new IllegalArgumentException("No line of /proc/PID/stat: " + line);
    }
    int utime = UTIME - STATE;
    return new ProcStat(
        Long.parseLong(fields[utime]) + Long.parseLong(fields[utime + 1]),
        Long.parseLong(fields[utime + 2]) + Long.parseLong(fields[utime + 3]));
  }

  double cpuSeconds() {
    return (ownTicks + childTicks) * SECONDS_PER_TICK;
  }
}
