package io.propolis.iceberg;

import io.propolis.catalog.model.Names;
import java.util.HashMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.TypeUtil;

/** Schemas that clients described. */
final class CheckedSchema {
  private CheckedSchema() {}

  /** The schema, if each id and name is there once. Throws a RuntimeException that says which. */
  static Schema of(Schema schema) {
    TypeUtil.indexById(schema.asStruct());
    TypeUtil.indexByName(schema.asStruct());
    var names = new HashMap<String, String>();
    for (var column : schema.columns()) {
      // The catalog folds names of columns: it could not show both.
      var other = names.put(Names.fold(column.name()), column.name());
      if (other != null) {
        throw new IllegalArgumentException(
            "Columns %s and %s differ in case alone".formatted(other, column.name()));
      }
    }
    return schema;
  }
}
