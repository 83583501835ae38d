package io.propolis.crawlers.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredCrawlersTest {
  private final StoredCrawlers rules = new StoredCrawlers();

  private static String crawler(String members) {
    return ("{'Name':'c','Role':'r','DatabaseName':'d'," + members + "}").replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Targets':{} | Key Targets is missing",
        "'Targets':{'S3Targets':[]} | Targets.S3Targets names no path to crawl",
        "'Targets':{'S3Targets':[{}]} | Key Targets.S3Targets[0].Path is missing",
        "'Targets':{'S3Targets':[{'Path':'x'}]} | Targets.S3Targets[0].Path must be a location such as s3://bucket/folder, not: \"x\"",
        "'Targets':{'S3Targets':[{'Path':'s3://b/x','SampleSize':250}]} | SampleSize must be a number from 1 to 249, not: 250",
        "'Targets':{'S3Targets':[{'Path':'s3://b/x','Exclusions':['[a']}]} | [a",
        "'Targets':{'DynamoDBTargets':[{'Path':'t','scanRate':2}]} | scanRate must be a number from 0.1 to 1.5, not: 2",
        "'Targets':{'JdbcTargets':[{'Path':'a/b'}]} | ConnectionName is missing",
        "'Targets':{'JdbcTargets':[{'Path':'a/b','ConnectionName':'c','EnableAdditionalMetadata':['X']}]} | EnableAdditionalMetadata must be of COMMENTS and RAWTYPES",
        "'Targets':{'IcebergTargets':[{'Paths':['s3://b/x'],'MaximumTraversalDepth':21}]} | MaximumTraversalDepth must be a number from 1 to 20, not: 21",
        "'Targets':{'HudiTargets':[{'Paths':[]}]} | Paths must be a list of one location at least",
        "'Targets':{'DeltaTargets':[{'DeltaTables':['x']}]} | DeltaTables must be of locations such as s3://bucket/folder",
        "'Targets':{'DeltaTargets':[{'DeltaTables':['s3://b/x'],'WriteManifest':'yes'}]} | WriteManifest must be true or false, not: \"yes\"",
        "'Targets':{'JdbcTargets':[{'Path':'a%/b','ConnectionName':'c'}]} | Path must be of one database",
        "'Targets':{'JdbcTargets':[{'Path':'a/b/c/d','ConnectionName':'c'}]} | Path must be database/schema/table or database/table, not: \"a/b/c/d\"",
        "'Targets':{'MongoDBTargets':[{'Path':'a/b'}]} | ConnectionName is missing",
        "'Targets':{'CatalogTargets':[{'DatabaseName':'d','Tables':['t']}]} | DeleteBehavior must be LOG",
        "'SchemaChangePolicy':{'DeleteBehavior':'LOG'},'Targets':{'CatalogTargets':[{'DatabaseName':'d','Tables':['t'],'EventQueueArn':'q'}]} | EventQueueArn",
        "'Targets':{'S3Targets':[{'Path':'s3://b'}],'CatalogTargets':[{'DatabaseName':'d','Tables':['t']}]} | CatalogTargets cannot be crawled together",
        "'Targets':{'S3Targets':[{'Path':'s3://b'}]},'Schedule':'cron(61 * * * ? *)' | Schedule cron(61 * * * ? *) is no cron expression",
        "'Targets':{'S3Targets':[{'Path':'s3://b'}]},'Schedule':'cron(0 3 1 * 2 *)' | names both a day of the month (1) and a day of the week (2): one of them must be ?",
        "'Targets':{'S3Targets':[{'Path':'s3://b'}]},'Configuration':'{\\\"Version\\\":1.0,\\\"UpdateBehavior\\\":1}' | Unknown key Configuration.UpdateBehavior; known here are Version, Grouping, CrawlerOutput,",
      })
  void anInvalidDefinitionIsRefusedNamingKeyAndValue(String members, String message) {
    assertThatThrownBy(() -> rules.checkCrawler(crawler(members)))
        .isInstanceOfSatisfying(
            CatalogException.class,
            e -> assertThat(e.kind()).isEqualTo(CatalogException.Kind.INVALID))
        .hasMessageContaining(message);
  }

  @Test
  void queuesOfTablesOfTheCatalogAreRead() {
    var document =
        crawler(
            "'SchemaChangePolicy':{'DeleteBehavior':'LOG'},'NewerThanWe':1,"
                + "'Targets':{'CatalogTargets':[{'DatabaseName':'d','Tables':['t'],"
                + "'EventQueueArn':'arn:aws:sqs:eu-central-1:123456789012:q'}]}");

    rules.checkCrawler(document);

    var stored = StoredCrawlers.crawler(document);
    assertThat(stored.postponed()).isEmpty();
    assertThat(stored.definition().sources())
        .containsExactly(
            new SourceTarget.CatalogTables(
                "d",
                List.of("t"),
                new CrawlerDefinition.EventQueue("arn:aws:sqs:eu-central-1:123456789012:q", null)));
  }

  @Test
  void whatIsSwitchedOffIsNotHeldAgainstADefinition() {
    var document =
        crawler(
            "'Targets':{'S3Targets':[{'Path':'s3://b/x'}]},"
                + "'LineageConfiguration':{'CrawlerLineageSettings':'DISABLE'},"
                + "'LakeFormationConfiguration':{'UseLakeFormationCredentials':false,'AccountId':''}");

    assertThat(StoredCrawlers.crawler(document).postponed()).isEmpty();
  }

  @Test
  void whatChangesNothingInACrawlIsAcceptedAndTold() {
    var document =
        crawler(
            "'Targets':{'S3Targets':[{'Path':'s3://b/x','ConnectionName':'net'}]},"
                + "'CrawlerSecurityConfiguration':'kms',"
                + "'LineageConfiguration':{'CrawlerLineageSettings':'ENABLE'},"
                + "'LakeFormationConfiguration':{'UseLakeFormationCredentials':true}");

    var stored = StoredCrawlers.crawler(document);

    assertThat(stored.postponed()).isEmpty();
    assertThat(stored.definition().connections()).containsExactly("net");
    assertThat(stored.definition().notices())
        .extracting(notice -> notice.location() + " " + notice.reason())
        .anySatisfy(text -> assertThat(text).contains("ENABLE", "crawls keep no lineage"))
        .anySatisfy(text -> assertThat(text).contains("kms", "the catalog's database"))
        .anySatisfy(text -> assertThat(text).contains("there is no Lake Formation here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | A classifier is one of",
        "{'CsvClassifier':{'Name':'c','Delimiter':',','QuoteSymbol':','}} | QuoteSymbol must be another character than the Delimiter",
        "{'CsvClassifier':{'Name':'c','Header':['a','A']}} | Header must be a list of names that differ",
        "{'CsvClassifier':{'Name':'c','CustomDatatypes':['VARCHAR']}} | CustomDatatypes must be of",
        "{'CsvClassifier':{'Name':'c','CustomDatatypeConfigured':true}} | CustomDatatypes must be given",
        "{'CsvClassifier':{'Name':'c','Header':['a','b'],'CustomDatatypes':['INT']}} | as many as there are names in Header (2)",
        "{'JsonClassifier':{'Name':'j','JsonPath':'a.b'}} | JsonPath must be a path such as $[*]",
        "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'%{NOPE:a}'}} | there is no pattern NOPE",
        "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'%{WORD:a:date}'}} | type date is none of",
        "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'(%{WORD:a}'}} | is no grok pattern",
        "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'(a)%{WORD:a}'}} | groups in parentheses have to be",
        "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'%{A:a}','CustomPatterns':'A %{B}\\nB %{A}'}} | holds itself",
        "{'XMLClassifier':{'Name':'x','Classification':'x','RowTag':'<r>'}} | RowTag must be the name of an element",
      })
  void anInvalidClassifierIsRefusedNamingKeyAndValue(String document, String message) {
    assertThatThrownBy(() -> rules.checkClassifier(document.replace('\'', '"')))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyBuiltInPatternCompiles() {
    assertThat(GrokPattern.builtInNames()).hasSizeGreaterThan(70);
    assertThat(GrokPattern.builtInNames())
        .allSatisfy(name -> GrokPattern.compile("%{" + name + ":field}", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IP | 192.168.0.1 | true",
        "IP | 2001:db8::1 | true",
        "IP | 192.168.0.256 | false",
        "TIMESTAMP_ISO8601 | 2026-11-29T10:00:00.123+01:00 | true",
        "TIMESTAMP_ISO8601 | 29.11.2026 | false",
        "SYSLOGBASE | Nov 29 10:00:00 host prog[12]: | true",
        "LOGLEVEL | WARN | true",
        "URI | https://example.com:80/a/b?c=d | true",
        "UUID | 01234567-89ab-cdef-0123-456789abcdef | true",
        "QUOTEDSTRING | \"a \\\" b\" | true",
        "MAC | 00:1B:44:11:3A:B7 | true",
        "HTTPDATE | 29/Nov/2026:10:00:00 +0000 | true",
      })
  void patternsMatchWhatTheyAreNamedFor(String name, String text, boolean matches) {
    var regex = GrokPattern.compile("%{" + name + "}", "").regex();

    assertThat(regex.matcher(text).matches()).isEqualTo(matches);
  }

  @Test
  void fieldsOfNamedPatternsAreFieldsButNotWithinAnother() {
    var pattern = GrokPattern.compile("%{PAIR} %{PAIR:both}", "PAIR %{WORD:key}=%{INT:value:int}");

    assertThat(pattern.fields())
        .extracting(GrokPattern.Field::name)
        .containsExactly("key", "value", "both");
    assertThat(pattern.regex().flags() & Pattern.CASE_INSENSITIVE).isZero();
    var matcher = pattern.regex().matcher("a=1 b=2");
    assertThat(matcher.matches()).isTrue();
    assertThat(matcher.group(3)).isEqualTo("b=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cron(15 12 * * ? *) | 2026-11-29T12:15:00Z | 2026-11-30T12:15:00Z",
        "cron(0/10 * ? * MON-FRI *) | 2026-11-28T00:00:00Z | 2026-11-30T00:00:00Z",
        "cron(0 8 1 * ? *) | 2026-11-29T00:00:00Z | 2026-12-01T08:00:00Z",
        "cron(0 0 ? * 1 *) | 2026-11-28T10:00:00Z | 2026-11-29T00:00:00Z",
        "cron(0 0 L * ? *) | 2026-11-29T10:00:00Z | 2026-11-30T00:00:00Z",
      })
  void schedulesAreGluesInUtc(String expression, Instant after, Instant next) {
    assertThat(rules.next(expression, after)).isEqualTo(Optional.of(next));
  }

  @Test
  void aScheduleOfTwoKindsOfDaysIsRefusedAndGoesOnWhereItStands() {
    assertThatThrownBy(() -> rules.check("cron(0 3 * * * *)"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("one of them must be ?");
    assertThat(rules.next("cron(0 3 * * * *)", Instant.EPOCH))
        .contains(Instant.EPOCH.plusSeconds(3 * 3600));
    rules.check("cron(0 3 ? * MON-FRI *)");
    rules.check("cron(0/15  3 L * ? *)");
  }

  @Test
  void aScheduleOfThePastHasNoNextTime() {
    assertThat(rules.next("cron(0 0 1 1 ? 2020)", Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }
}
