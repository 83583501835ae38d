package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeInferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0                                       | int",
        "1,20,-300,2147483647,-2147483648        | int",
        "1,2147483648                            | bigint",
        "9223372036854775807                     | bigint",
        "-9223372036854775808                    | bigint",
        "9223372036854775808                     | string",
        "12345678901234567890123                 | string",
        "007                                     | string",
        "1,02                                    | string",
        "00                                      | string",
        "-01                                     | string",
        "-0                                      | string",
        "+491701234567                           | string",
        "555-0199                                | string",
        "1.50,2.25                               | decimal(3,2)",
        "0.5                                     | decimal(1,1)",
        "-10.25                                  | decimal(4,2)",
        "12345678901234567890123456789012345678.5| string",
        "1.1,1.10                                | string",
        "1,1.5                                   | string",
        "01.5                                    | string",
        "1e5                                     | string",
        "-0.00                                   | string",
        "+1.5                                    | string",
        ".5                                      | string",
        "NaN                                     | string",
        "2024-02-29                              | date",
        "2023-02-29                              | string",
        "2024-13-01                              | string",
        "0000-00-00                              | string",
        "2024-1-1                                | string",
        "20240131                                | int",
        "2024-01-01 10:30:00                     | timestamp",
        "2024-01-01 10:30:00.123456              | timestamp",
        "2024-01-01,2024-01-01 10:30:00          | timestamp",
        "2024-01-01 24:00:00                     | string",
        "2024-01-01T10:30:00                     | string",
        "2024-01-01 10:30:00Z                    | string",
        "true,false                              | string",
        "eu,us                                   | string",
        "1,x                                     | string",
        "1,2024-01-01                            | string",
        "5,__HIVE_DEFAULT_PARTITION__            | int",
        "__HIVE_DEFAULT_PARTITION__              | string",
      })
  void partitionValuesGetATypeThatWritesThemBackUnchanged(String values, String type) {
    assertThat(ofPartitionValues(values).type().hiveName()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1,2                                       | int",
        "1,3000000000                              | bigint",
        "1,2.5                                     | double",
        "3000000000,2.5                            | double",
        "1.0E-7,.5,5.,-2e+3,+1.5                   | double",
        "1.5,NaN,-Infinity,Infinity                | double",
        "1e999                                     | string",
        "0.1234567890123456789012345678901234567890| double",
        "1,-0                                      | int",
        "007                                       | string",
        "007.5                                     | string",
        "+4915112345678                            | string",
        "12345678901234567890                      | string",
        "true,FALSE,True                           | boolean",
        "true,1                                    | string",
        "yes,no                                    | string",
        "2024-01-01                                | date",
        "2024-01-01,2024-01-01 10:00:00            | timestamp",
        "2024-01-01T10:30:00                       | timestamp",
        "2024-01-01T10:30                          | timestamp",
        "2024-01-01T10:30:00.123Z                  | timestamp",
        "2024-01-01T10:30:00+02:00                 | timestamp",
        "2024-01-01 10:30                          | timestamp",
        "2024-01-01T                               | string",
        "2024-01-01T10:61:00                       | string",
        "2024-01-01T10:30:00.                      | string",
        "2024-01-01T10:30:00+2:00                  | string",
        "2024-01-01x                               | string",
        "31/12/2024                                | timestamp",
        "01/02/2024,03/04/2024                     | string",
        "01/02/2024,2024-01-02                     | string",
        "31/12/2024,12/31/2024                     | string",
        "31/12/24                                  | string",
        "30/02/2024                                | string",
        "1,,  ,\\N,2                               | int",
        "1 000                                     | string",
        "12abc                                     | string",
        "0x1F                                      | string",
        "1d                                        | string",
        "-                                         | string",
        ".                                         | string",
        "1.2.3                                     | string",
        "192.168.0.1                               | string",
        "٣                                         | string",
      })
  void cellsGetTheTypeThatTheirReadersExpect(String cells, String type) {
    assertThat(ofCells(cells).type().hiveName()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "8,007,9       | string: '007' is zero-padded",
        "+4912345678   | string: '+4912345678' begins with '+', as phone numbers do",
        "1,x           | string: 'x' is text",
        "2023-02-29    | string: '2023-02-29' is no day of the calendar",
        "7             | int: the only value '7' is a whole number",
        "8,7           | int: all 2 values alike; '7' is a whole number",
        "1,3000000000  | bigint: the narrowest type that holds all values; '3000000000' is a whole number beyond 32 bits, '1' is a whole number",
        "1,2024-01-01  | string: no narrower type holds all values; '2024-01-01' is a date, '1' is a whole number",
        "1.1,1.10      | string: the values have from 1 to 2 digits after the point, which a decimal would make equal; '1.1' is a decimal number",
        "1,1.5         | string: the values have from 0 to 1 digits after the point, which a decimal would make equal; '1.5' is a decimal number, '1' is a whole number",
        "__HIVE_DEFAULT_PARTITION__ | string: all values are null",
      })
  void theReasonNamesTheValueThatDecided(String values, String reason) {
    assertThat(ofPartitionValues(values).reason()).isEqualTo(reason);
  }

  @Test
  void withoutValuesTheTypeIsUnknownAndNeutral() {
    TypeDecision none = TypeInference.ofCells(List.of());

    assertThat(none.type()).isEqualTo(InferredType.Scalar.UNKNOWN);
    assertThat(none.reason()).isEqualTo("string: there are no values");
    assertThat(none.type().orString()).isEqualTo(InferredType.Scalar.STRING);
  }

  @Test
  void conflictsAreListedWithExamplesOriginsAndCounts() {
    var types = new TypeAccumulator(TextSource.CELL);
    types.add("5", "a.csv");
    types.add("4", "b.csv");
    types.add("n/a", "c.csv");
    types.add(null, "c.csv");

    TypeDecision decision = types.decide();

    assertThat(decision.evidence())
        .containsExactly(
            new Evidence(InferredType.Scalar.INT, "is a whole number", "4", "b.csv", 2),
            new Evidence(InferredType.Scalar.STRING, "is text", "n/a", "c.csv", 1));
    assertThat(decision.reason()).isEqualTo("string: 'n/a' is text (in c.csv)");
    assertThat(decision.values()).isEqualTo(3);
    assertThat(decision.nulls()).isEqualTo(1);
  }

  @Test
  void thePatternsOfTimestampsAreKeptForTheReader() {
    assertThat(
            ofCells("2024-01-01,2024-01-01T10:30:00.123Z,2024-01-01 10:30,2024-01-01 10:30:00+02")
                .patterns())
        .containsExactly(
            "yyyy-MM-dd",
            "yyyy-MM-dd HH:mm",
            "yyyy-MM-dd HH:mm:ssX",
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  }

  @Test
  void manyUnevenDecimalsOfManyDigitsAreStringRatherThanAnError() {
    assertThat(
            ofPartitionValues("123456789012345678901234567890.5,0.12345678901234567890,x").type())
        .isEqualTo(InferredType.Scalar.STRING);
  }

  @Test
  void cellsAndPartitionValuesAreNotMixed() {
    var cells = new TypeAccumulator(TextSource.CELL);
    assertThatThrownBy(() -> cells.addAll(new TypeAccumulator(TextSource.PARTITION_VALUE)))
        .hasMessage("Types of PARTITION_VALUE cannot join types of CELL");
  }

  @Test
  void decimalsBeyondHivesLimitsAreRefused() {
    assertThatThrownBy(() -> new InferredType.Decimal(39, 0))
        .hasMessage("Decimal out of range: decimal(39,0)");
    assertThatThrownBy(() -> new InferredType.Decimal(2, 3))
        .hasMessage("Decimal out of range: decimal(2,3)");
  }

  private static TypeDecision ofPartitionValues(String values) {
    return TypeInference.ofPartitionValues(split(values));
  }

  private static TypeDecision ofCells(String cells) {
    return TypeInference.ofCells(split(cells));
  }

  private static List<String> split(String values) {
    return new ArrayList<>(Arrays.asList(values.split(",", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "31/12/2024,01/02/2024              | dd/MM/yyyy",
        "12/31/2024 09:05,1/2/2024 10:15    | M/d/yyyy HH:mm",
        "31.12.2024 09:05:06                | dd.MM.yyyy HH:mm:ss",
        "2024/12/31                         | yyyy/MM/dd",
        "1-Mar-2024                         | d-MMM-yyyy",
        "02 Mar 2024                        | dd MMM yyyy",
        "Mar 02 2024                        | MMM dd yyyy",
        "13/01/2024 9:05:06 PM              | dd/MM/yyyy h:mm:ss a",
        "10/Oct/2000:13:55:36 -0700         | dd/MMM/yyyy:HH:mm:ss Z",
      })
  void timesAsPeopleWriteThemKeepTheirPattern(String cells, String pattern) {
    var decision = TypeInference.ofCells(Arrays.asList(cells.split(",")));
    assertThat(decision.localPattern()).as(decision.reason()).contains(pattern);
    assertThat(java.time.format.DateTimeFormatter.ofPattern(pattern, java.util.Locale.ENGLISH))
        .satisfies(
            form ->
                Arrays.stream(cells.split(","))
                    .forEach(cell -> assertThat(form.parse(cell)).isNotNull()));
  }

  @Test
  void whatMayBeDayOrMonthStaysTextAndSaysSo() {
    assertThat(TypeInference.ofCells(List.of("01/02/2024", "03/04/2024")).reason())
        .contains("day or month comes first", "01/02/2024");
  }
}
