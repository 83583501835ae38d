package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private final ProcessHandle process = ProcessHandle.current();
  private final ProcessIdentity identity = ProcessIdentity.of(process);

  @Test
  void aProcessIsFoundByItsIdAndStartTime() {
    assertThat(identity.living()).contains(process);
    assertThat(ProcessIdentity.parse("" + identity.pid(), "" + identity.startedAt()))
        .isEqualTo(identity);
  }

  @Test
  void anotherProcessWithTheSameIdIsNotTakenForIt() {
    assertThat(new ProcessIdentity(identity.pid(), identity.startedAt() - 10_000).living())
        .isEmpty();
    assertThat(new ProcessIdentity(identity.pid(), -1).living()).as("unknown start").isEmpty();
  }

  @Test
  void theOwnerOfALeaseIsReadBack() {
    var node = NodeIdentity.ofThisProcess();

    assertThat(NodeIdentity.parse(node.owner())).isEqualTo(node);
    assertThat(NodeIdentity.parse("a crawler's node").process().living()).isEmpty();
  }
}
