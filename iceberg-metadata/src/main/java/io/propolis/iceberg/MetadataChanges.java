package io.propolis.iceberg;

import java.util.List;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.MetadataUpdate.AddPartitionSpec;
import org.apache.iceberg.MetadataUpdate.AddSchema;
import org.apache.iceberg.MetadataUpdate.AddSortOrder;
import org.apache.iceberg.MetadataUpdate.SetCurrentSchema;
import org.apache.iceberg.MetadataUpdate.SetDefaultPartitionSpec;
import org.apache.iceberg.MetadataUpdate.SetDefaultSortOrder;
import org.apache.iceberg.MetadataUpdateParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;

/**
 * Metadata that follow others. What is added although the table has it already is not added again:
 * whoever describes a whole table anew changes only what is different.
 */
final class MetadataChanges {
  /** The id that means what was added last. */
  private static final int LAST = -1;

  private final TableMetadata base;
  private final TableMetadata.Builder builder;

  /** Against which specs and orders are read. */
  private Schema current;

  private Schema lastSchema;
  private int schemaId = LAST;
  private int specId = LAST;
  private int orderId = LAST;

  private MetadataChanges(TableMetadata base) {
    this.base = base;
    this.builder = TableMetadata.buildFrom(base);
    this.current = base.schema();
    this.lastSchema = base.schema();
  }

  static TableMetadata of(TableMetadata base, List<String> updates) {
    var changes = new MetadataChanges(base);
    for (var json : updates) {
      Refusals.of(
          "update",
          json,
          () -> {
            changes.apply(MetadataUpdateParser.fromJson(json));
            return json;
          });
    }
    return Refusals.of("update", String.join(", ", updates), changes.builder::build);
  }

  private void apply(MetadataUpdate update) {
    if (update instanceof AddSchema added) {
      add(added);
    } else if (update instanceof SetCurrentSchema chosen) {
      choose(chosen);
    } else if (update instanceof AddPartitionSpec added) {
      add(added);
    } else if (update instanceof SetDefaultPartitionSpec chosen && chosen.specId() == LAST) {
      builder.setDefaultPartitionSpec(specId);
    } else if (update instanceof AddSortOrder added) {
      add(added);
    } else if (update instanceof SetDefaultSortOrder chosen && chosen.sortOrderId() == LAST) {
      builder.setDefaultSortOrder(orderId);
    } else {
      update.applyTo(builder);
    }
  }

  private void add(AddSchema added) {
    lastSchema = CheckedSchema.of(added.schema());
    schemaId =
        base.schemas().stream()
            .filter(each -> each.sameSchema(added.schema()))
            .map(Schema::schemaId)
            .findFirst()
            .orElse(LAST);
    if (schemaId == LAST) {
      added.applyTo(builder);
    }
  }

  private void choose(SetCurrentSchema chosen) {
    boolean isLast = chosen.schemaId() == LAST;
    builder.setCurrentSchema(isLast ? schemaId : chosen.schemaId());
    current = isLast ? lastSchema : base.schemasById().getOrDefault(chosen.schemaId(), lastSchema);
  }

  private void add(AddPartitionSpec added) {
    var spec = KnownTransforms.in(added.spec().bind(current));
    specId =
        base.specs().stream()
            .filter(each -> each.compatibleWith(spec))
            .map(each -> each.specId())
            .findFirst()
            .orElse(LAST);
    if (specId == LAST) {
      builder.addPartitionSpec(spec);
    }
  }

  private void add(AddSortOrder added) {
    var order = KnownTransforms.in(added.sortOrder().bind(current));
    orderId =
        base.sortOrders().stream()
            .filter(each -> each.sameOrder(order))
            .map(each -> each.orderId())
            .findFirst()
            .orElse(LAST);
    if (orderId == LAST) {
      builder.addSortOrder(order);
    }
  }
}
