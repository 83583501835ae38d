package io.propolis.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrawlSummaryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | nothing changed",
        "{} | nothing changed",
        "not JSON | not JSON",
        "{'TABLE':{'ADD':{'Count':1,'Names':['shop.orders']}}} | 1 table added (shop.orders)",
        "{'PROGRESS':{'OBJECTS':527000,'FILES_READ':1}} | 527,000 objects listed, 1 file read",
        "{'PROGRESS':{'OBJECTS':1,'FILES_READ':50,'SECONDS_LEFT':17}} | 1 object listed, 50 files read, about 17 s left",
        "{'PROGRESS':{'OBJECTS':2,'FILES_READ':50,'SECONDS_LEFT':700}} | 2 objects listed, 50 files read, about 12 min left",
        "{'PROGRESS':{'OBJECTS':2,'FILES_READ':2,'TABLES':3,'TABLES_WRITTEN':1}} | 2 objects listed, 2 files read, 1 of 3 tables written",
      })
  void summariesAreSaidInWords(String summary, String words) {
    assertThat(CrawlSummary.words(summary.replace('\'', '"'))).isEqualTo(words);
  }

  @Test
  void ofACrawlThatHasEndedNothingIsLeft() {
    assertThat(
            CrawlSummary.ofEnded(
                "{\"PROGRESS\":{\"OBJECTS\":1,\"FILES_READ\":5,\"SECONDS_LEFT\":17}}"))
        .isEqualTo("1 object listed, 5 files read");
  }
}
