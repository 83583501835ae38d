package io.propolis.thrift.encode;

import io.propolis.catalog.store.TableSummary;
import io.propolis.thrift.wire.Encoding;
import io.propolis.thrift.wire.ReplyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.metastore.api.TableMeta;
import org.apache.hadoop.hive.metastore.api.TableMeta._Fields;

/**
 * Writes what listings show of tables.
 *
 * <p>Hot: the order of fields here is that of the IDL, by hand; {@code bench} measures it with the
 * tables of a whole catalog.
 */
public final class SummaryEncoder {
  /** Key of the parameter that holds the comment of a table. */
  private static final String COMMENT = "comment";

  private static final int COMMENTED = 1;
  private static final int OWNED = 2;

  private final Template[] binary = variants(Encoding.BINARY);
  private final Template[] compact = variants(Encoding.COMPACT);

  private static Template[] variants(Encoding encoding) {
    return IntStream.rangeClosed(0, COMMENTED + OWNED)
        .mapToObj(variant -> template(encoding, variant))
        .toArray(Template[]::new);
  }

  private static Template template(Encoding encoding, int variant) {
    var bean = new TableMeta("", "", "");
    var holes = new ArrayList<_Fields>(List.of(_Fields.DB_NAME, _Fields.TABLE_NAME));
    holes.add(_Fields.TABLE_TYPE);
    if ((variant & COMMENTED) != 0) {
      bean.setComments("");
      holes.add(_Fields.COMMENTS);
    }
    if ((variant & OWNED) != 0) {
      bean.setOwnerName("");
      holes.add(_Fields.OWNER_NAME);
    }
    return Template.of(
        encoding,
        bean,
        holes.stream()
            .map(field -> Template.Path.of(field.getThriftFieldId()))
            .toArray(Template.Path[]::new));
  }

  /** The elements of a list of them. */
  public void write(List<TableSummary> summaries, ReplyWriter writer) {
    var variants = writer.encoding() == Encoding.BINARY ? binary : compact;
    for (var summary : summaries) {
      write(summary, variants, writer);
    }
  }

  private static void write(TableSummary summary, Template[] variants, ReplyWriter writer) {
    var comment = summary.parameters().get(COMMENT);
    var owner = summary.owner();
    var template = variants[(comment == null ? 0 : COMMENTED) + (owner == null ? 0 : OWNED)];
    int part = 0;
    writer.bytes(template.part(part++));
    writer.text(summary.name().database().name());
    writer.bytes(template.part(part++));
    writer.text(summary.name().name());
    writer.bytes(template.part(part++));
    writer.text(summary.type().name());
    writer.bytes(template.part(part++));
    if (comment != null) {
      writer.text(comment);
      writer.bytes(template.part(part++));
    }
    if (owner != null) {
      writer.text(owner);
      writer.bytes(template.part(part));
    }
  }
}
