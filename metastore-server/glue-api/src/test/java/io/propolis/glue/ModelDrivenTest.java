package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.model.OperationModel;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.wire.GlueError;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sends every operation of the model: with the least that it takes, with all that it takes, and
 * with each constraint broken once. There is always an answer that the model declares.
 */
class ModelDrivenTest {
  private static final ServiceModel MODEL = ServiceModel.load();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> OF_ALL_SERVICES =
      Arrays.stream(GlueError.values())
          .filter(error -> !error.isOfTheApi())
          .map(GlueError::type)
          .collect(Collectors.toSet());

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @Test
  void theLeastIsAnswered() {
    forEach(operation -> expectAnswer(operation, example(operation).least()));
  }

  @Test
  void allIsAnswered() {
    forEach(operation -> expectAnswer(operation, example(operation).most()));
  }

  @Test
  void everyBrokenConstraintIsNamed() {
    int[] broken = {0};
    forEach(
        operation -> {
          for (var request : example(operation).broken()) {
            var reply = send(operation, request.tree());
            assertThat(reply.error())
                .as("%s with %s: %s", operation.name(), request.what(), reply.body())
                .isIn("ValidationException", "SerializationException");
            broken[0]++;
          }
        });

    assertThat(broken[0]).isGreaterThan(3_000);
  }

  @Test
  void unknownMembersDoNotMatter() {
    forEach(
        operation -> {
          var request = (ObjectNode) example(operation).least();
          request.put("NeverHeardOf", 1);
          expectAnswer(operation, request);
        });
  }

  private static Example example(OperationModel operation) {
    return new Example(MODEL, operation);
  }

  private static void forEach(java.util.function.Consumer<OperationModel> test) {
    assertThat(MODEL.operations()).hasSizeGreaterThan(300);
    MODEL.operations().values().stream()
        .sorted(java.util.Comparator.comparing(OperationModel::name))
        .forEach(test);
  }

  private void expectAnswer(OperationModel operation, JsonNode request) {
    var reply = send(operation, request);
    assertThat(reply.status()).as("%s: %s", operation.name(), reply.body()).isIn(200, 400);
    if (reply.status() == 400) {
      assertThat(Stream.concat(operation.errors().stream(), OF_ALL_SERVICES.stream()))
          .as(operation.name())
          .contains(reply.error());
      // A request that keeps all constraints is refused for what it says, not for its form.
      assertThat(reply.error())
          .as("%s: %s, asked %s", operation.name(), reply.body(), request)
          .isNotEqualTo("SerializationException");
      assertThat(reply.message())
          .as(operation.name())
          .isNotBlank()
          .doesNotContain("validation error");
    } else {
      assertThatCode(() -> new Example(MODEL, operation).checkReply(reply.body()))
          .as(operation.name())
          .doesNotThrowAnyException();
    }
  }

  private GivenGlue.Reply send(OperationModel operation, JsonNode request) {
    return Assertions.assertTimeoutPreemptively(
        PATIENCE,
        () -> glue.callExactly(operation.name(), request.toString()),
        () -> operation.name() + " hangs");
  }

  @Test
  void operationsThatAreNotServedSaySo() {
    var reply = glue.callExactly("StartJobRun", object().put("JobName", "j").toString());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(MODEL.operation("StartJobRun").orElseThrow().errors()).contains(reply.error());
    assertThat(reply.message()).isEqualTo("StartJobRun is not supported by this server");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
