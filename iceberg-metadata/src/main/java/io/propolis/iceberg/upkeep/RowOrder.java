package io.propolis.iceberg.upkeep;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Accessor;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** Where rows belong among others, told by bytes: those whose bytes are less come first. */
interface RowOrder {
  /**
   * The bytes of a row, compared as unsigned ones.
   *
   * @param row with values as Iceberg's library has them within itself
   */
  byte[] key(StructLike row);

  /** What new files say of their order. */
  SortOrder declared();

  /** Part of the names of files in this order. */
  String mark();

  /** Whether a file's rows lie in this order. */
  boolean isOrderOf(DataFile file);

  /**
   * The order that a strategy gives to a table's rows; empty when that is none.
   *
   * @throws io.propolis.catalog.CatalogException INVALID for a table without a sort order that the
   *     strategy needs
   */
  static Optional<RowOrder> of(CompactionStrategy strategy, Table table) {
    if (strategy == CompactionStrategy.BINPACK) {
      return Optional.empty();
    }
    var order = table.sortOrder();
    if (order.isUnsorted()) {
      throw invalid(
          Entity.TABLE,
          "Table %s has no sort order, which compaction strategy %s needs"
              .formatted(table.name(), strategy.text()));
    }
    var fields = order.fields().stream().map(field -> Field.of(table.schema(), field)).toList();
    return Optional.of(
        strategy == CompactionStrategy.SORT
            ? new Sorted(order, fields)
            : new ZOrdered(order.orderId(), fields));
  }

  /** A value of rows that counts for their order. */
  record Field(
      Accessor<StructLike> accessor,
      Function<Object, @Nullable Object> transform,
      Type type,
      SortField order) {
    static Field of(Schema schema, SortField field) {
      Transform<Object, @Nullable Object> transform = field.transform();
      var source = schema.findType(field.sourceId());
      var bound = transform.bind(source);
      return new Field(
          schema.accessorForField(field.sourceId()),
          bound::apply,
          transform.getResultType(source),
          field);
    }

    @Nullable Object of(StructLike row) {
      var value = accessor.get(row);
      return value == null ? null : transform.apply(value);
    }
  }

  /** One field after the other. */
  record Sorted(SortOrder declared, List<Field> fields) implements RowOrder {
    @Override
    public byte[] key(StructLike row) {
      var key = new OrderedBytes();
      for (var field : fields) {
        var value = field.of(row);
        if (value == null) {
          key.putNull(field.order().nullOrder() == NullOrder.NULLS_FIRST);
        } else {
          key.put(field.type(), value, field.order().direction() == SortDirection.DESC);
        }
      }
      return key.toByteArray();
    }

    @Override
    public String mark() {
      return "sort";
    }

    @Override
    public boolean isOrderOf(DataFile file) {
      var id = file.sortOrderId();
      return id != null && id == declared.orderId();
    }
  }

  /**
   * The bits of all fields in turn, of the first eight bytes of each. The direction of the fields
   * has no meaning, and null is the least.
   *
   * @param order whose fields these are
   */
  record ZOrdered(int order, List<Field> fields) implements RowOrder {
    @Override
    public byte[] key(StructLike row) {
      var columns = new byte[fields.size()][];
      for (int i = 0; i < columns.length; i++) {
        var field = fields.get(i);
        columns[i] = OrderedBytes.prefix(field.type(), field.of(row));
      }
      return OrderedBytes.interleaved(columns);
    }

    /** A table has no order of this kind. */
    @Override
    public SortOrder declared() {
      return SortOrder.unsorted();
    }

    @Override
    public String mark() {
      return "z" + order;
    }

    /** No metadata tell it; the name does. */
    @Override
    public boolean isOrderOf(DataFile file) {
      return file.location().contains(NewFiles.PREFIX + mark() + "-");
    }
  }
}
