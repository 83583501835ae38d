package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.glue.auth.AccessKey;
import io.propolis.glue.auth.CredentialsFile;
import io.propolis.glue.wire.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by AWS's own signer. */
class SignaturesTest {
  private static final AccessKey ANN = new AccessKey("AKIDANN", "secret-of-ann", "ann");
  private static final String BODY = "{\"DatabaseInput\":{\"Name\":\"sales\"}}";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  /** How a client signs. */
  private enum Payload {
    SIGNED,
    UNSIGNED,
    CHUNKED,
    /** In chunks with a checksum behind them that is signed, too. */
    TRAILED;

    boolean isChunked() {
      return this == CHUNKED || this == TRAILED;
    }
  }

  private static HttpCall signed(String keyId, String secret, Clock clock, Payload payload) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("https://localhost:9080/?b=2&a=x%20y"))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "AWSGlue.CreateDatabase")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(AwsCredentialsIdentity.create(keyId, secret))
                        .request(request)
                        .payload(
                            () -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "glue")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                        .putProperty(
                            AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, payload != Payload.UNSIGNED)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, payload.isChunked())
                        .putProperty(
                            AwsV4HttpSigner.CHECKSUM_ALGORITHM,
                            payload == Payload.TRAILED ? DefaultChecksumAlgorithm.CRC32 : null));
    try (var body = signed.payload().orElseThrow().newStream()) {
      return new HttpCall(
          "POST", "/", "b=2&a=x%20y", signed.request().headers(), body.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private GivenGlue.Reply sent(HttpCall call) {
    return GivenGlue.reply(glue.doorWith(ANN).answer(call));
  }

  @Test
  void whatAKeySignedIsServedInTheNameOfItsUser() {
    var reply = sent(signed("AKIDANN", "secret-of-ann", Clock.systemUTC(), Payload.SIGNED));

    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    var database =
        glue.hive().databases().require(io.propolis.catalog.model.DatabaseName.of("sales"));
    assertThat(database.owner()).isEqualTo("ann");
  }

  @Test
  void theBodyNeedNotBeSigned() {
    var reply = sent(signed("AKIDANN", "secret-of-ann", Clock.systemUTC(), Payload.UNSIGNED));

    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
  }

  @Test
  void chunksAreMadeOneAndCheckedEach() {
    var chunked = signed("AKIDANN", "secret-of-ann", Clock.systemUTC(), Payload.CHUNKED);
    assertThat(new String(chunked.body(), StandardCharsets.UTF_8)).contains("chunk-signature=");

    assertThat(sent(changed(chunked, body -> body.replace("sales", "taxes"))).error())
        .isEqualTo("InvalidSignatureException");
    assertThat(sent(changed(chunked, body -> body.substring(0, body.length() / 2))).error())
        .isIn("SerializationException", "InvalidSignatureException");
    var reply = sent(chunked);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
  }

  @Test
  void whatTrailsTheChunksIsCheckedToo() {
    var trailed = signed("AKIDANN", "secret-of-ann", Clock.systemUTC(), Payload.TRAILED);
    assertThat(trailed.header("x-amz-content-sha256"))
        .hasValue("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    assertThat(new String(trailed.body(), StandardCharsets.UTF_8))
        .contains("x-amz-checksum-crc32:")
        .contains("x-amz-trailer-signature:");

    var checksum = changed(trailed, body -> body.replaceAll("(crc32:)....", "$1AAAA"));
    assertThat(sent(checksum).error()).isEqualTo("InvalidSignatureException");
    var unsigned =
        changed(trailed, body -> body.replaceAll("x-amz-trailer-signature:[0-9a-f]+\r\n", ""));
    assertThat(sent(unsigned).error()).isEqualTo("InvalidSignatureException");
    var none = changed(trailed, body -> body.replaceAll("(?s)x-amz-checksum.*", "\r\n"));
    assertThat(sent(none).error()).isEqualTo("InvalidSignatureException");
    assertThat(sent(changed(trailed, body -> body.replace("sales", "taxes"))).error())
        .isEqualTo("InvalidSignatureException");
    var reply = sent(trailed);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
  }

  private static HttpCall changed(HttpCall call, UnaryOperator<String> change) {
    var body = change.apply(new String(call.body(), StandardCharsets.UTF_8));
    return call.withBody(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasChangedOnTheWayIsRefused() {
    var call = signed("AKIDANN", "secret-of-ann", Clock.systemUTC(), Payload.SIGNED);

    assertThat(sent(changed(call, body -> body.replace("sales", "taxes"))).error())
        .isEqualTo("InvalidSignatureException");
    var headers = new HashMap<>(call.headers());
    headers.put("x-amz-target", List.of("AWSGlue.DeleteDatabase"));
    assertThat(sent(new HttpCall("POST", "/", call.query(), headers, call.body())).error())
        .isEqualTo("InvalidSignatureException");
    headers.put("x-amz-target", call.headers().get("x-amz-target"));
    headers.put("x-amz-more", List.of("unsigned"));
    assertThat(sent(new HttpCall("POST", "/", call.query(), headers, call.body())).message())
        .isEqualTo("'x-amz-more' must be a signed header");
    assertThat(
            sent(new HttpCall("POST", "/other", call.query(), call.headers(), call.body())).error())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void otherKeysAndOtherSecretsAreRefused() {
    assertThat(sent(signed("AKIDBOB", "secret-of-ann", Clock.systemUTC(), Payload.SIGNED)).error())
        .isEqualTo("UnrecognizedClientException");
    assertThat(sent(signed("AKIDANN", "secret-of-bob", Clock.systemUTC(), Payload.SIGNED)).error())
        .isEqualTo("InvalidSignatureException");
    var unsigned =
        new HttpCall(
            "POST",
            "/",
            "",
            java.util.Map.of("X-Amz-Target", List.of("AWSGlue.GetDatabases")),
            "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(sent(unsigned).error()).isEqualTo("MissingAuthenticationTokenException");
  }

  @Test
  void clocksMayDifferByFiveMinutes() {
    assertThat(signedAt(Duration.ofMinutes(-6)).message()).startsWith("Signature expired");
    assertThat(signedAt(Duration.ofMinutes(6)).message()).startsWith("Signature not yet current");
    assertThat(signedAt(Duration.ofMinutes(-4)).status()).isEqualTo(200);
  }

  private GivenGlue.Reply signedAt(Duration offset) {
    var clock = Clock.offset(Clock.systemUTC(), offset);
    return sent(signed("AKIDANN", "secret-of-ann", clock, Payload.SIGNED));
  }

  @Test
  void keysStandInAFileAsAwsClientsKeepThem(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("credentials"),
            """
            # who may call
            [ann]
            aws_access_key_id = AKIDANN
            aws_secret_access_key = a=b/c
            region = here
            """);

    assertThat(CredentialsFile.read(file))
        .containsExactly(new AccessKey("AKIDANN", "a=b/c", "ann"));
  }
}
