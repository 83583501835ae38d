package io.propolis.crawlers.runs;

import io.propolis.crawlers.progress.CrawlWatch;
import java.time.Clock;

/** A crawl of a run that this node holds: what it does is shown, and it ends when it is to. */
public final class WatchedCrawl implements CrawlWatch {
  private final HeldRun held;
  private final Progress progress;

  private WatchedCrawl(HeldRun held, Progress progress) {
    this.held = held;
    this.progress = progress;
  }

  public static WatchedCrawl of(HeldRun held, Clock clock) {
    var progress = new Progress(clock);
    held.shows(progress);
    return new WatchedCrawl(held, progress);
  }

  @Override
  public void listed(long objects) {
    held.goOn();
    progress.listed(objects);
  }

  @Override
  public void sampled(int files, int chosen) {
    held.goOn();
    progress.sampled(files, chosen);
  }

  @Override
  public void planned(int tables) {
    held.goOn();
    progress.planned(tables);
  }

  @Override
  public void written(int tables) {
    held.goOn();
    progress.written(tables);
  }
}
