package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.DynamoDbLocal;
import io.propolis.compat.harness.Metastore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code crawl} command over AWS's DynamoDB for tests. */
@ExtendWith(Engines.class)
class CrawledDynamoDbTest {
  private static final int ITEMS = 600;

  @TempDir Path folder;

  @Test
  void itemsOfATableAreMergedToTheLastAttribute(Metastore metastore) throws Exception {
    try (var dynamo = DynamoDbLocal.start(folder)) {
      dynamo.call(
          "CreateTable",
          """
          {"TableName":"Orders","BillingMode":"PAY_PER_REQUEST",
           "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
                                   {"AttributeName":"Day","AttributeType":"S"}],
           "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},
                        {"AttributeName":"Day","KeyType":"RANGE"}]}\
          """);
      for (int i = 0; i < ITEMS; i++) {
        dynamo.call("PutItem", item(i));
      }
      var db = Scratch.database("dynamo");
      var crawler = folder.resolve("crawler.yaml");
      Files.writeString(
          crawler,
          """
          Name: %s
          DatabaseName: %s
          Targets: {DynamoDBTargets: [{Path: Orders, scanAll: true, scanRate: 1.5}, {Path: absent}]}
          """
              .formatted(db, db));
      var environment =
          Map.of(
              "AWS_ENDPOINT_URL_DYNAMODB", dynamo.uri().toString(),
              "AWS_REGION", "us-east-1",
              "AWS_ACCESS_KEY_ID", "any",
              "AWS_SECRET_ACCESS_KEY", "any");

      var first = CrawlCommand.run(crawler, metastore.thriftUri(), environment);

      assertThat(first)
          .contains("%s.orders (dynamodb) at arn:aws:dynamodb:".formatted(db), ":table/Orders")
          .containsSubsequence(
              "+ id string",
              "+ day string",
              "+ active boolean",
              "+ customer struct<",
              "+ n double",
              "+ sum decimal(38,0)",
              "+ tags array<string>")
          .contains("vip:boolean")
          .contains("absent is no table of DynamoDB");
      assertThat(CrawlCommand.run(crawler, metastore.thriftUri(), environment))
          .contains("Nothing to write");
    }
  }

  /** The last ones have what the first ones lack, so that all pages must be read. */
  private static String item(int i) {
    return i < ITEMS - 1
        ? """
        {"TableName":"Orders","Item":{"id":{"S":"i%d"},"Day":{"S":"2024"},"n":{"N":"%d"},"active":{"BOOL":true},
         "tags":{"SS":["a","b"]},"customer":{"M":{"name":{"S":"Ann"}}}}}\
        """
            .formatted(i, i)
        : """
        {"TableName":"Orders","Item":{"id":{"S":"last"},"Day":{"S":"2024"},"n":{"N":"1.5"},
         "sum":{"N":"12345678901234567890123456789"},"gone":{"NULL":true},
         "customer":{"M":{"vip":{"BOOL":true},"name":{"S":"Bob"}}}}}\
        """;
  }
}
