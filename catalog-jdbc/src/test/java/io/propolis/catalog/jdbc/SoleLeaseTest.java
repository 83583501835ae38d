package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoleLeaseTest {
  private static final long TERM = 7;
  private static final Duration LENGTH = Duration.ofNanos(SoleLease.LENGTH_NANOS);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final SettableTime time = new SettableTime();
  private final SoleLease lease = new SoleLease(time);

  private void hold(long position) {
    lease.hold(TERM);
    time.pass(MOMENT);
    lease.answered(lease.asking(), position, TERM);
  }

  private void assertUnknown() {
    assertThat(lease.position()).isEqualTo(SoleLease.UNKNOWN);
  }

  @Test
  void nothingIsKnownWithoutARight() {
    lease.answered(lease.asking(), 5, TERM);
    assertUnknown();
    lease.hold(TERM);
    assertUnknown();
  }

  @Test
  void anAnswerIsReliedUponForASecondAfterItWasAskedFor() {
    lease.hold(TERM);
    var asked = lease.asking();
    time.pass(LENGTH.minus(MOMENT));
    lease.answered(asked, 5, TERM);
    assertThat(lease.position()).isEqualTo(5);
    time.pass(MOMENT);
    assertUnknown();
  }

  @Test
  void aNewerAnswerIsReliedUponForLongerAndAnOlderOneForNoLess() {
    lease.hold(TERM);
    var first = lease.asking();
    time.pass(LENGTH.dividedBy(2));
    lease.answered(lease.asking(), 5, TERM);
    lease.answered(first, 4, TERM);
    time.pass(LENGTH.minus(MOMENT));
    assertThat(lease.position()).isEqualTo(5);
  }

  @Test
  void aMachineThatSleepsLosesTheTime() {
    hold(5);
    time.suspend(LENGTH);
    assertUnknown();
  }

  @Test
  void aClockThatIsSetBackDoesNotLengthenIt() {
    hold(5);
    time.suspend(Duration.ofHours(-1));
    assertThat(lease.position()).isEqualTo(5);
    time.pass(LENGTH);
    assertUnknown();
  }

  @Test
  void whatIsCommittedIsKnownAndWhatIsBeingCommittedIsAskedFor() {
    hold(5);
    lease.committing();
    assertUnknown();
    lease.committed(6);
    assertUnknown();
    lease.commitEnded();
    assertThat(lease.position()).isEqualTo(6);
  }

  /** Somebody may have read it in the database before this reader began. */
  @Test
  void aCommitThatEndsWhileOneAsksIsNotOverlooked() {
    hold(5);
    lease.committing();
    time.beforeLooking(
        () -> {
          lease.committed(6);
          lease.commitEnded();
        });
    assertThat(lease.position()).isNotEqualTo(5);
  }

  /** A reader that stands still at the clock meets the position and the time of one question. */
  @Test
  void aReaderThatStoodStillDoesNotTakeTheTimeOfALaterAnswer() {
    hold(5);
    time.beforeLooking(
        () -> {
          time.pass(LENGTH);
          lease.answered(lease.asking(), 6, TERM);
        });
    assertThat(lease.position()).isNotEqualTo(5);
  }

  @Test
  void aQuestionThatIsAnsweredTooLateForItsTermCountsNoMore() {
    hold(5);
    var asked = lease.asking();
    lease.giveUp();
    lease.answered(asked, 5, TERM);
    assertUnknown();
    lease.hold(TERM + 1);
    lease.answered(asked, 5, TERM);
    assertUnknown();
    assertThat(lease.term()).isEqualTo(TERM + 1);
  }

  @Test
  void aRightIsLostByAnAnswerOfAnotherTerm() {
    var before = lease.asking();
    time.pass(MOMENT);
    hold(5);
    assertThat(lease.answered(before, 5, 0)).as("asked before it was had").isTrue();
    assertThat(lease.position()).isEqualTo(5);
    assertThat(lease.answered(lease.asking(), 5, TERM + 1)).isFalse();
    assertUnknown();
    assertThat(lease.term()).isEqualTo(SoleLease.NO_TERM);
  }
}
