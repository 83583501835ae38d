package io.propolis.crawlers.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final String FILE = "s3://lake/t/a.csv";

  @Test
  void aFileThatCannotBeReadIsNamedOnce() {
    assertThat(Problem.unreadable(FILE, "Cannot read s3://lake/t/a.csv: Access Denied").reason())
        .isEqualTo("cannot be read: Access Denied");
    assertThat(Problem.unreadable(FILE, "its footer is damaged").reason())
        .isEqualTo("cannot be read: its footer is damaged");
    assertThat(Problem.unreadable(FILE, "Cannot read s3://lake/t/b.csv: Access Denied").reason())
        .isEqualTo("cannot be read: Cannot read s3://lake/t/b.csv: Access Denied");
  }

  @Test
  void aTableThatCannotBeReadSaysSoOnceAndNamesItsFile() {
    var sign = TableFormat.HUDI.reason();
    assertThat(
            Problem.unreadable(
                    "s3://lake/t",
                    sign,
                    "Cannot read s3://lake/t/.hoodie/hoodie.properties: Access Denied")
                .reason())
        .isEqualTo("cannot be read, though %s: .hoodie/hoodie.properties: Access Denied", sign);
    assertThat(Problem.unreadable("s3://lake/t", sign, "its schema is not Avro's").reason())
        .isEqualTo("cannot be read, though %s: its schema is not Avro's", sign);
    assertThat(Problem.unreadable("s3://lake/t", sign, "Cannot read s3://lake/t2/a: No").reason())
        .endsWith(": Cannot read s3://lake/t2/a: No");
  }
}
