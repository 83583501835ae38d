package io.propolis.crawlers.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.events.EventMessages.ChangedObject;
import org.junit.jupiter.api.Test;

class EventMessagesTest {
  /** As S3 sends it: keys are encoded as forms are. */
  private static final String NOTIFICATION =
      """
      {"Records":[
        {"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
         "s3":{"bucket":{"name":"lake"},"object":{"key":"t/dt%3D1/a+b.csv","size":4}}},
        {"eventName":"ObjectRemoved:Delete",
         "s3":{"bucket":{"name":"lake"},"object":{"key":"t/gr%C3%B6%C3%9Fe.csv"}}}]}""";

  @Test
  void notificationsNameEachObjectByItsOwnKey() {
    assertThat(EventMessages.read(NOTIFICATION).orElseThrow())
        .containsExactly(
            new ChangedObject("lake", "t/dt=1/a b.csv"), new ChangedObject("lake", "t/größe.csv"));
  }

  @Test
  void notificationsThroughTopicsAreUnwrapped() throws Exception {
    var wrapped =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .createObjectNode()
            .put("Type", "Notification")
            .put("Message", NOTIFICATION)
            .toString();

    assertThat(EventMessages.read(wrapped).orElseThrow()).hasSize(2);
  }

  @Test
  void keysOfEventBridgeAreTakenAsTheyStand() {
    assertThat(
            EventMessages.read(
                    """
                    {"source":"aws.s3","detail-type":"Object Created",
                     "detail":{"bucket":{"name":"lake"},"object":{"key":"t/a+b%20.csv"}}}""")
                .orElseThrow())
        .containsExactly(new ChangedObject("lake", "t/a+b%20.csv"));
  }

  @Test
  void aTestOfTheStoreNamesNothing() {
    assertThat(EventMessages.read("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}"))
        .hasValueSatisfying(objects -> assertThat(objects).isEmpty());
  }

  @Test
  void whatTellsOfNoObjectIsNoEvent() {
    for (var body :
        new String[] {
          "", "nonsense", "[]", "{}", "{\"Records\":[{}]}", "{\"Message\":\"hello\"}"
        }) {
      assertThat(EventMessages.read(body)).as(body).isEmpty();
    }
  }
}
