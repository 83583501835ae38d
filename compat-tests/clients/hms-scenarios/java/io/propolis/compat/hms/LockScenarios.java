package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.NoSuchLockException;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponseElement;

final class LockScenarios extends Scenarios {

  @Scenario
  void aSecondExclusiveLockWaitsUntilTheFirstIsReleased() throws Exception {
    LockResponse first = client.lock(request("orders", LockType.EXCLUSIVE));
    assertThat(first.getState()).isEqualTo(LockState.ACQUIRED);
    LockResponse second = client.lock(request("orders", LockType.EXCLUSIVE));
    assertThat(second.getState()).isEqualTo(LockState.WAITING);
    assertThat(client.checkLock(second.getLockid()).getState()).isEqualTo(LockState.WAITING);
    client.unlock(first.getLockid());
    assertThat(client.checkLock(second.getLockid()).getState()).isEqualTo(LockState.ACQUIRED);
    client.unlock(second.getLockid());
  }

  @Scenario
  void sharedLocksAreHeldTogether() throws Exception {
    LockResponse first = client.lock(request("orders", LockType.SHARED_READ));
    LockResponse second = client.lock(request("orders", LockType.SHARED_READ));
    assertThat(second.getState()).isEqualTo(LockState.ACQUIRED);
    LockResponse third = client.lock(request("orders", LockType.EXCLUSIVE));
    assertThat(third.getState()).isEqualTo(LockState.WAITING);
    for (LockResponse lock : List.of(first, second, third)) {
      client.unlock(lock.getLockid());
    }
  }

  @Scenario
  void locksOfDifferentTablesDoNotMeet() throws Exception {
    LockResponse first = client.lock(request("orders", LockType.EXCLUSIVE));
    LockResponse second = client.lock(request("visits", LockType.EXCLUSIVE));
    assertThat(second.getState()).isEqualTo(LockState.ACQUIRED);
    client.unlock(first.getLockid());
    client.unlock(second.getLockid());
  }

  @Scenario
  void aHeldLockIsShownWithWhoHoldsIt() throws Exception {
    LockResponse lock = client.lock(request("orders", LockType.EXCLUSIVE));
    client.heartbeat(0, lock.getLockid());
    ShowLocksRequest question = new ShowLocksRequest();
    question.setDbname(database);
    question.setTablename("orders");
    List<ShowLocksResponseElement> locks = client.showLocks(question).getLocks();
    assertThat(locks).hasSize(1);
    assertThat(locks.get(0).getLockid()).isEqualTo(lock.getLockid());
    assertThat(locks.get(0).getUser()).isEqualTo("ada");
    assertThat(locks.get(0).getAgentInfo()).isEqualTo("compat");
    assertThat(locks.get(0).getType()).isEqualTo(LockType.EXCLUSIVE);
    client.unlock(lock.getLockid());
    assertThat(client.showLocks(question).getLocks()).isEmpty();
  }

  @Scenario
  void anUnknownLockIsReportedAsSuch() {
    assertThatThrownBy(() -> client.checkLock(987_654_321L))
        .isInstanceOf(NoSuchLockException.class);
    assertThatThrownBy(() -> client.heartbeat(0, 987_654_321L))
        .isInstanceOf(NoSuchLockException.class);
  }

  @Scenario
  void releasingALockTwiceIsAllowed() throws Exception {
    LockResponse lock = client.lock(request("orders", LockType.EXCLUSIVE));
    client.unlock(lock.getLockid());
    client.unlock(lock.getLockid());
  }

  private LockRequest request(String table, LockType type) {
    LockComponent component = new LockComponent(type, LockLevel.TABLE, database);
    component.setTablename(table);
    LockRequest request = new LockRequest(List.of(component), "ada", "localhost");
    request.setAgentInfo("compat");
    return request;
  }
}
