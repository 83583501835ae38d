package io.propolis.crawlers.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.formats.ClassifiedFile;
import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.statistics.FooterColumn;
import io.propolis.crawlers.statistics.FooterColumn.Unit;
import io.propolis.crawlers.statistics.FooterFacts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredFoldersTest {
  private static final FooterFacts FACTS =
      new FooterFacts(
          4,
          Map.of(
              "id",
              new FooterColumn(4, 0, 1L, 9L, 3, -1, Unit.NUMBER),
              "share",
              new FooterColumn(3, 1, -0.5, 2.5, -1, -1, Unit.NUMBER),
              "price",
              new FooterColumn(
                  4, 0, new BigDecimal("1.20"), new BigDecimal("7.00"), 2, -1, Unit.NUMBER),
              "flag",
              new FooterColumn(4, 0, null, null, -1, 3, Unit.NUMBER),
              "at",
              new FooterColumn(4, 0, 1L, 2L, -1, -1, Unit.MICROSECOND)));

  private static KnownFolder folder(String path, KnownFile... samples) {
    return new KnownFolder(
        path,
        20,
        1L << 40,
        new FolderPrint(path.hashCode(), 7),
        99,
        "größe.csv",
        null,
        true,
        samples.length == 0 ? 4711 : 0,
        List.of(samples));
  }

  private static Map<String, byte[]> blocks(List<KnownFolder> folders) {
    var blocks = new HashMap<String, byte[]>();
    MemoryBlocks.forEach("s3://b/t", folders, blocks::put);
    return blocks;
  }

  private static List<KnownFolder> partitions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> folder("events/dt=%d/hour=%02d".formatted(i / 24, i % 24)))
        .sorted(Comparator.comparing(KnownFolder::path))
        .toList();
  }

  @Test
  void foldersAndWhatWasReadOfThemComeBack() throws Exception {
    var file = new FolderFile("a b.parquet", 5, 6, "\"etag\"");
    var columns = List.of(new Field("id", Primitive.BIGINT, "the key"));
    var schema = new FileSchema.Footer(FileFormat.PARQUET, columns, OptionalLong.of(4), 9, FACTS);
    var content = new ClassifiedFile(schema, "parquet", 0.5, List.of("is odd"));
    var folders =
        List.of(
            folder("", KnownFile.of(file, content)),
            folder("a\uD83D\uDE00", KnownFile.refused(file, "it is a PDF")),
            folder("a\uD83D\uDE01/b"));

    var read = MemoryBlocks.read(blocks(folders));

    assertThat(read).singleElement().satisfies(b -> assertThat(b.target()).isEqualTo("s3://b/t"));
    assertThat(read.get(0).folders()).isEqualTo(folders);
  }

  @Test
  void fiftyThousandPartitionsTakeLittleRoom() throws Exception {
    var blocks = blocks(partitions(50_000));

    assertThat(blocks.values().stream().mapToInt(b -> b.length).sum()).isLessThan(2 << 20);
    assertThat(MemoryBlocks.read(blocks).stream().mapToInt(b -> b.folders().size()).sum())
        .isEqualTo(50_000);
  }

  @Test
  void aFolderThatComesChangesFewBlocks() {
    var before = partitions(50_000);
    var after = new ArrayList<>(before);
    after.add(folder("events/dt=1000/hour=30"));
    after.sort(Comparator.comparing(KnownFolder::path));

    var old = blocks(before);
    var now = blocks(after);

    long changed =
        now.entrySet().stream()
            .filter(b -> !java.util.Arrays.equals(b.getValue(), old.get(b.getKey())))
            .count();
    assertThat(old.size()).isGreaterThan(50);
    assertThat(changed).isBetween(1L, 2L);
  }

  private static KnownFile saying(String column, int number) {
    var columns = List.of(new Field(column, Primitive.BIGINT));
    var schema = new FileSchema.Footer(FileFormat.PARQUET, columns, OptionalLong.of(4), 9, FACTS);
    return KnownFile.of(
        new FolderFile("f" + number, 5, 6, null),
        new ClassifiedFile(schema, "parquet", 1, List.of()));
  }

  @Test
  void ofManySamplesThoseStayThatSayWhatOthersDoNot() {
    var folders =
        IntStream.range(0, SampleThinning.MOST + 1)
            .mapToObj(i -> folder("dt=" + i, saying(i == 777 ? "rare" : "usual", i)))
            .toList();

    var thinned = SampleThinning.of(folders);

    assertThat(SampleThinning.of(folders.subList(1, folders.size())))
        .isEqualTo(folders.subList(1, folders.size()));
    assertThat(thinned).hasSameSizeAs(folders);
    assertThat(thinned.stream().mapToInt(f -> f.samples().size()).sum()).isBetween(500, 2000);
    assertThat(thinned.get(777).samples()).hasSize(1);
  }
}
