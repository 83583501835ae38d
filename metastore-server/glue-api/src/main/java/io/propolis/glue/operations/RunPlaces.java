package io.propolis.glue.operations;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.Runs.Place;

/** Where a run stands in a list, as tokens of pages hold it. */
final class RunPlaces {
  private RunPlaces() {}

  static String text(Run run) {
    return run.startedAt() + " " + run.id();
  }

  static Place read(String text) {
    int space = text.indexOf(' ');
    return new Place(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
  }
}
