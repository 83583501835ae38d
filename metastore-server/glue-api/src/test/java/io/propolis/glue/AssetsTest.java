package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Assets of the business catalog with what belongs to them. */
class AssetsTest {
  private static final String ID = "arn:aws:glue:eu-west-1:123456789012:table/sales/orders";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void makeFormType() {
    glue.done("PutFormType", "{'Name':'Owner','Schema':'structure Owner { team: String }'}");
  }

  private JsonNode put(String id, String name, String forms) {
    return glue.done(
        "PutAsset",
        "{'Identifier':'%s','Name':'%s','Description':'about %2$s','Forms':{%s}}"
            .formatted(id, name, forms));
  }

  private JsonNode asset() {
    return glue.done("GetAsset", "{'Identifier':'" + ID + "'}");
  }

  @Test
  void anAssetIsKeptWithItsForms() {
    var made = put(ID, "Orders", "'owner':{'FormTypeIdentifier':'Owner','Content':'team: 1'}");

    assertThat(made.path("Id").asText()).isEqualTo(ID);
    assertThat(made.path("AssetTypeId").asText()).isEqualTo("Asset");
    assertThat(asset().at("/Forms/owner/FormTypeId").asText()).isEqualTo("Owner");
    assertThat(asset().path("Description").asText()).isEqualTo("about Orders");
    glue.done("UpdateAsset", "{'Identifier':'" + ID + "','Name':'All orders'}");
    assertThat(asset().path("Name").asText()).isEqualTo("All orders");
    assertThat(asset().at("/Forms/owner/Content").asText()).contains("team");
    // A form that names no type keeps its own.
    put(ID, "Orders", "'owner':{'Content':'x'}");
    assertThat(asset().at("/Forms/owner").toString())
        .isEqualTo("{\"FormTypeId\":\"Owner\",\"Content\":\"x\"}");
    glue.done("DeleteAsset", "{'Identifier':'" + ID + "'}");
    glue.done("DeleteAsset", "{'Identifier':'" + ID + "'}");
    assertThat(glue.call("GetAsset", "{'Identifier':'" + ID + "'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void typesThatAreNotThereAreNamed() {
    var request = "{'Identifier':'a','Name':'n','Forms':{'f':{%s'Content':'x'}}%s}";

    assertThat(
            glue.call("PutAsset", request.formatted("'FormTypeIdentifier':'None',", "")).message())
        .isEqualTo("Form type not found: None");
    assertThat(glue.call("PutAsset", request.formatted("", "")).message())
        .isEqualTo("Forms.f.FormTypeIdentifier must not be null");
    assertThat(
            glue.call("PutAsset", request.formatted("", ",'AssetTypeIdentifier':'Cube'")).message())
        .isEqualTo("Asset type not found: Cube; there is Asset");
    assertThat(glue.call("GetAsset", "{'Identifier':'a'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.done("ListAssetTypes", "{}").at("/Items/0/Id").asText()).isEqualTo("Asset");
    assertThat(glue.done("GetAssetType", "{'Identifier':'Asset'}").path("Name").asText())
        .isEqualTo("Asset");
  }

  @Test
  void formTypesAreListedAndStayWhileTheyAreUsed() {
    glue.done("PutFormType", "{'Name':'Cost','Schema':'s'}");
    put(ID, "Orders", "'owner':{'FormTypeIdentifier':'Owner'}");

    assertThat(glue.pages("ListFormTypes", "{}", "Items", 1))
        .extracting(each -> each.path("Id").asText())
        .containsExactly("Cost", "Owner");
    assertThat(glue.done("GetFormType", "{'Identifier':'Cost'}").path("Schema").asText())
        .isEqualTo("s");
    var refused = glue.call("DeleteFormType", "{'Identifier':'Owner'}");
    assertThat(refused.error()).isEqualTo("ConflictException");
    assertThat(refused.message()).isEqualTo("Form type Owner is used by asset " + ID);
    glue.done("DeleteAsset", "{'Identifier':'" + ID + "'}");
    glue.done("DeleteFormType", "{'Identifier':'Owner'}");
    assertThat(glue.call("GetFormType", "{'Identifier':'Owner'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void attachmentsComeAndGo() {
    put(ID, "Orders", "");
    var attachment = "'AssetIdentifier':'" + ID + "','AttachmentName':'costs'";

    var attached =
        glue.done(
            "PutAttachment",
            "{%s,'FormTypeIdentifier':'Owner','Content':'c'}".formatted(attachment));
    assertThat(attached.path("FormTypeId").asText()).isEqualTo("Owner");
    put(ID, "Orders", "");
    assertThat(asset().at("/Attachments/costs/Content").asText()).isEqualTo("c");
    glue.done("DeleteAttachment", "{" + attachment + "}");

    assertThat(asset().path("Attachments")).isEmpty();
    assertThat(glue.call("DeleteAttachment", "{" + attachment + "}").message())
        .isEqualTo("Asset " + ID + " has no attachment costs");
  }

  @Test
  void termsAreAssociatedOnce() {
    put(ID, "Orders", "");
    var glossary = glue.done("CreateGlossary", "{'Name':'g'}").path("Id").asText();
    var term =
        glue.done(
                "CreateGlossaryTerm", "{'GlossaryIdentifier':'%s','Name':'t'}".formatted(glossary))
            .path("Id")
            .asText();
    var request =
        "{'AssetIdentifier':'%s','GlossaryTermIdentifiers':['%s'],'ClientToken':'t'}"
            .formatted(ID, term);

    glue.done("AssociateGlossaryTerms", request);
    glue.done("AssociateGlossaryTerms", request.replace("'t'}", "'u'}"));
    assertThat(asset().path("GlossaryTerms").toString()).isEqualTo("[\"" + term + "\"]");
    assertThat(glue.done("DisassociateGlossaryTerms", request).path("GlossaryTerms")).isEmpty();

    assertThat(glue.call("DisassociateGlossaryTerms", request.replace("'t'}", "'u'}")).message())
        .isEqualTo("Asset %s has no glossary term %s".formatted(ID, term));
    assertThat(
            glue.call(
                    "AssociateGlossaryTerms", request.replace(term, "none").replace("'t'}", "'v'}"))
                .message())
        .isEqualTo("Glossary term not found: none");
  }

  @Test
  void iterableFormsAreNone() {
    put(ID, "Orders", "");

    var reply =
        glue.call(
            "ListIterableForms", "{'AssetIdentifier':'" + ID + "','IterableFormName':'Columns'}");

    assertThat(reply.error()).isEqualTo("EntityNotFoundException");
    assertThat(reply.message()).isEqualTo("Asset " + ID + " has no iterable form Columns");
    var batch =
        glue.call(
            "BatchGetIterableForms",
            "{'AssetIdentifier':'%s','IterableFormName':'Columns','ItemIdentifiers':['id']}"
                .formatted(ID));
    assertThat(batch.error()).isEqualTo("EntityNotFoundException");
  }

  private List<String> found(String request) {
    return glue.pages("SearchAssets", request, "Items", 2).stream()
        .map(each -> each.path("Id").asText())
        .toList();
  }

  @Test
  void assetsAreFoundByWordsFiltersAndInOrder() {
    put("a", "Orders", "'owner':{'FormTypeIdentifier':'Owner','Content':'Sales team'}");
    put("b", "Customers", "");
    put("c", "Old orders", "");

    assertThat(found("{}")).containsExactly("a", "b", "c");
    assertThat(found("{'SearchText':'ORDERS'}")).containsExactly("a", "c");
    assertThat(found("{'SearchText':'orders old'}")).containsExactly("c");
    assertThat(found("{'SearchText':'sales'}")).containsExactly("a");
    assertThat(found("{'Sort':{'Attribute':'Name','Order':'DESCENDING'}}"))
        .containsExactly("a", "c", "b");
    assertThat(
            found(
                """
                {'FilterClause':{'OrAnyFilters':[
                 {'AttributeFilter':{'Attribute':'Name','Value':{'StringValue':'Customers'}}},
                 {'AndAllFilters':[{'AttributeFilter':{'Attribute':'Id','Comparator':'GREATER_THAN',
                   'Value':{'StringValue':'b'}}},{'AttributeFilter':{'Attribute':'CreatedAt',
                   'Comparator':'GREATER_THAN','Value':{'LongValue':1000}}}]}]}}\
                """))
        .containsExactly("b", "c");
    var unknown =
        glue.call(
            "SearchAssets",
            "{'FilterClause':{'AttributeFilter':{'Attribute':'Colour','Comparator':'NOT_EXISTS'}}}");
    assertThat(unknown.error()).isEqualTo("InvalidInputException");
    assertThat(unknown.message()).startsWith("AttributeFilter.Attribute is Colour: ");
  }
}
