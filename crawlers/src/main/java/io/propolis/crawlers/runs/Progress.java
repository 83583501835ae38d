package io.propolis.crawlers.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a crawl has come. Written by the thread that crawls, read by that which shows it. */
final class Progress implements RunProgress {
  private final Clock clock;
  private long objects;
  private int sampledBefore;
  private int sampled;
  private int chosen;
  private long samplingSince;
  private int tables;
  private int written;
  private boolean changed;

  Progress(Clock clock) {
    this.clock = clock;
  }

  synchronized void listed(long more) {
    objects += more;
    changed |= more > 0;
  }

  synchronized void sampled(int files, int ofThese) {
    if (files == 1) {
      sampledBefore += sampled;
      samplingSince = clock.millis();
    }
    sampled = files;
    chosen = ofThese;
    changed = true;
  }

  synchronized void planned(int found) {
    tables = found;
    changed = true;
  }

  synchronized void written(int sofar) {
    changed |= sofar != written;
    written = sofar;
  }

  @Override
  public synchronized boolean hasChanged() {
    return changed;
  }

  @Override
  public synchronized Map<String, String> shown() {
    changed = false;
    var shown = new LinkedHashMap<String, String>();
    shown.put(CrawlProgress.OBJECTS, Long.toString(objects));
    shown.put(CrawlProgress.SAMPLED, Integer.toString(sampledBefore + sampled));
    if (tables > 0) {
      shown.put("tables", Integer.toString(tables));
      shown.put("written", Integer.toString(written));
    } else if (sampled > 0 && sampled < chosen) {
      long left = (clock.millis() - samplingSince) * (chosen - sampled) / sampled;
      shown.put(CrawlProgress.LEFT, Double.toString(left / 1000.0));
    }
    shown.put(CrawlProgress.SUMMARY, summary(shown));
    return shown;
  }

  /** {@code {"PROGRESS":{"OBJECTS":527000,"FILES_READ":120,"SECONDS_LEFT":17}}}. */
  private String summary(Map<String, String> shown) {
    var summary = JsonNodeFactory.instance.objectNode();
    var progress = summary.putObject("PROGRESS");
    progress.put("OBJECTS", objects).put("FILES_READ", sampledBefore + sampled);
    if (tables > 0) {
      progress.put("TABLES", tables).put("TABLES_WRITTEN", written);
    }
    var left = shown.get(CrawlProgress.LEFT);
    if (left != null) {
      progress.put("SECONDS_LEFT", Math.round(Double.parseDouble(left)));
    }
    return summary.toString();
  }
}
