package io.propolis.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergDefinition.Schema;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.Column;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata files in folders of this machine. */
class LakeMetadataTest {
  private static final String PROPERTY =
      "{\"action\":\"set-properties\",\"updates\":{\"a\":\"%s\"}}";

  @TempDir Path folder;

  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private final LakeMetadata metadata = new LakeMetadata(lake);

  @AfterEach
  void close() {
    lake.close();
  }

  private String location() {
    return "file:" + folder + "/orders";
  }

  private IcebergState create(String type, Map<String, String> properties) {
    return metadata.create(
        new IcebergDefinition(
            2,
            location(),
            new Schema.Columns(List.of(new Column("c", type))),
            null,
            null,
            properties));
  }

  private List<String> files() {
    try (var entries = lake.list("file:" + folder)) {
      return entries.map(FileEntry::location).toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bigint | bigint
          INT | int
          decimal(12, 3) | decimal(12,3)
          decimal | decimal(10,0)
          timestamp with local time zone | timestamp
          array< map<string, struct<A:date,b:binary>> > | array<map<string,struct<A:date,b:binary>>>
          struct<a b:double, c:float> | struct<a b:double,c:float>
          """)
  void typesOfHiveAreTypesOfIceberg(String given, String shown) {
    assertThat(create(given, Map.of()).columns()).containsExactly(new Column("c", shown));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tinyint | use int instead
          varchar(10) | use string instead
          uniontype<int> | Iceberg has no such type
          array<int | '>' is missing at character 10
          array<int>> | it goes on after its end
          map<string> | ',' is missing at character 11
          struct<a int> | ':' is missing
          decimal(x) | precision and scale are wrong
          decimal(50,2) | precision and scale are wrong
          '' | Iceberg has no such type
          """)
  void otherTypesAreRefusedWithTheColumn(String given, String why) {
    var refusal = catchThrowableOfType(CatalogException.class, () -> create(given, Map.of()));

    assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal)
        .hasMessageContaining("Column c of an Iceberg table has type " + given)
        .hasMessageContaining(why);
    assertThat(files()).isEmpty();
  }

  @Test
  void aTypeOfAnyDepthIsRefusedAndNotReadToTheEndOfTheStack() {
    var deep = "array<".repeat(100_000) + "int" + ">".repeat(100_000);

    assertThat(catchThrowableOfType(CatalogException.class, () -> create(deep, Map.of())))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void filesAreWhereAndAsTheTableWantsThem() {
    var made =
        create(
            "int",
            Map.of(
                "write.metadata.path",
                "file:" + folder + "/elsewhere/",
                "write.metadata.compression-codec",
                "gzip"));
    assertThat(made.metadataLocation())
        .startsWith("file:" + folder + "/elsewhere/00000-")
        .endsWith(".gz.metadata.json");

    var changed = metadata.change(made.metadataLocation(), List.of(PROPERTY.formatted("b")));

    assertThat(changed.metadataLocation()).startsWith("file:" + folder + "/elsewhere/00001-");
    assertThat(files())
        .containsExactlyInAnyOrder(made.metadataLocation(), changed.metadataLocation());
    metadata.discard(changed);
    assertThat(files()).containsExactly(made.metadataLocation());
  }

  @Test
  void aFileOfAnotherNameIsFollowedByTheFirst() {
    var made = create("int", Map.of());
    var foreign = location() + "/metadata/v7.metadata.json";
    lake.move(made.metadataLocation(), foreign);

    var changed = metadata.change(foreign, List.of(PROPERTY.formatted("b")));

    assertThat(changed.metadataLocation()).contains("/metadata/00000-");
  }

  @Test
  void whatIsNoMetadataFileIsNamedAndNotShown() {
    var other = location() + "/secret.json";
    lake.write(other, "{\"secret\":1}".getBytes(StandardCharsets.UTF_8));

    var refusal =
        catchThrowableOfType(CatalogException.class, () -> metadata.change(other, List.of()));
    assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal).hasMessage("Not a metadata file of an Iceberg table: " + other);
    assertThat(
            catchThrowableOfType(
                    CatalogException.class, () -> metadata.change(other + "x", List.of()))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
  }
}
