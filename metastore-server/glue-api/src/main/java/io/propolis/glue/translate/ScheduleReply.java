package io.propolis.glue.translate;

import io.propolis.catalog.model.RunSchedule;
import software.amazon.awssdk.services.glue.model.Schedule;
import software.amazon.awssdk.services.glue.model.ScheduleState;

/** Schedules as clients read them. */
public final class ScheduleReply {
  private ScheduleReply() {}

  public static Schedule of(RunSchedule schedule) {
    return Schedule.builder()
        .scheduleExpression(schedule.expression())
        .state(state(schedule.state()))
        .build();
  }

  static ScheduleState state(RunSchedule.State state) {
    return switch (state) {
      case SCHEDULED -> ScheduleState.SCHEDULED;
      case PAUSED -> ScheduleState.NOT_SCHEDULED;
    };
  }
}
