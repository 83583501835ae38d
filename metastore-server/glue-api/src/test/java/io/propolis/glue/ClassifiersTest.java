package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifiersTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'CsvClassifier':{'Name':'c','Delimiter':';','QuoteSymbol':'|','Header':['a','b']}",
        "'JsonClassifier':{'Name':'c','JsonPath':'$[*]'}",
        "'GrokClassifier':{'Name':'c','Classification':'log','GrokPattern':'%{WORD:level} %{GREEDYDATA:text}'}",
        "'XMLClassifier':{'Name':'c','Classification':'x','RowTag':'row'}"
      })
  void aClassifierOfEachKindComesBack(String classifier) {
    glue.done("CreateClassifier", "{" + classifier + "}");

    var found = glue.done("GetClassifier", "{'Name':'c'}").path("Classifier");

    var kind = classifier.substring(1, classifier.indexOf("':"));
    assertThat(found.size()).isOne();
    assertThat(found.path(kind).path("Name").asText()).isEqualTo("c");
    assertThat(found.path(kind).path("Version").asInt()).isOne();
    assertThat(found.path(kind).path("CreationTime").isNumber()).isTrue();
    assertThat(glue.call("CreateClassifier", "{" + classifier + "}").error())
        .isEqualTo("AlreadyExistsException");
    glue.done("DeleteClassifier", "{'Name':'c'}");
    assertThat(glue.call("GetClassifier", "{'Name':'c'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("DeleteClassifier", "{'Name':'c'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void anUpdateChangesWhatItNamesOfTheSameKind() {
    glue.done("CreateClassifier", "{'CsvClassifier':{'Name':'c','Delimiter':';','Header':['a']}}");

    glue.done("UpdateClassifier", "{'CsvClassifier':{'Name':'c','Delimiter':'|'}}");

    var csv = glue.done("GetClassifier", "{'Name':'c'}").at("/Classifier/CsvClassifier");
    assertThat(csv.path("Delimiter").asText()).isEqualTo("|");
    assertThat(csv.at("/Header/0").asText()).isEqualTo("a");
    assertThat(csv.path("Version").asInt()).isEqualTo(2);
    var other = glue.call("UpdateClassifier", "{'JsonClassifier':{'Name':'c','JsonPath':'$'}}");
    assertThat(other.error()).isEqualTo("InvalidInputException");
    assertThat(other.message()).isEqualTo("Classifier c is a CsvClassifier, not a JsonClassifier");
    assertThat(glue.call("UpdateClassifier", "{'CsvClassifier':{'Name':'x'}}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(
            glue.call("UpdateClassifier", "{'CsvClassifier':{'Name':'c','QuoteSymbol':'|'}}")
                .error())
        .as("the delimiter that stands")
        .isEqualTo("InvalidInputException");
  }

  @Test
  void invalidClassifiersAreRefused() {
    assertThat(glue.call("CreateClassifier", "{}").error()).isEqualTo("InvalidInputException");
    var reply =
        glue.call(
            "CreateClassifier",
            "{'GrokClassifier':{'Name':'g','Classification':'x','GrokPattern':'%{NOPE}'}}");
    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message()).contains("GrokPattern %{NOPE}", "there is no pattern NOPE");
  }

  @Test
  void classifiersAreListedInPages() {
    for (var name : new String[] {"b", "a", "c"}) {
      glue.done("CreateClassifier", "{'JsonClassifier':{'Name':'" + name + "','JsonPath':'$'}}");
    }

    assertThat(glue.pages("GetClassifiers", "{'X':1}", "Classifiers", 2))
        .extracting(each -> each.at("/JsonClassifier/Name").asText())
        .containsExactly("a", "b", "c");
  }
}
