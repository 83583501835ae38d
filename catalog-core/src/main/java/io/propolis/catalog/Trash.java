package io.propolis.catalog;

import io.propolis.catalog.files.LakeFiles;
import io.propolis.catalog.files.Locations;
import java.time.Clock;

/** Where dropped data waits, laid out as Hadoop's trash: below the home folder, by its old path. */
final class Trash {
  private static final String FOLDER = ".Trash/Current";

  private final LakeFiles files;
  private final Clock clock;

  Trash(LakeFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /** Moves a folder; one that is in the trash already is deleted, an absent one passed over. */
  void take(String location) {
    var trash = Locations.child(files.home(location), FOLDER);
    if (Locations.isWithin(location, trash)) {
      files.delete(location);
    } else if (files.exists(location)) {
      var target = trash + Locations.withoutTrailingSlash(Locations.path(location));
      // Hadoop tells things of one path apart in the same way.
      files.move(location, files.exists(target) ? target + clock.millis() : target);
    }
  }
}
