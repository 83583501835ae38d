package io.propolis.thrift.encode;

import io.propolis.catalog.model.StorageLayout;
import io.propolis.thrift.translate.Layouts;
import io.propolis.thrift.wire.Encoding;
import io.propolis.thrift.wire.ReplyWriter;
import org.jspecify.annotations.Nullable;

/** A storage descriptor, encoded but for its location. */
final class EncodedLayout {
  /** The number of the location in the descriptor. */
  private static final int LOCATION = 2;

  /** Whether a partition came with a list of columns, as all but few do. */
  enum Columns {
    LISTED,
    ABSENT
  }

  private final Template located;
  private final byte[] unlocated;

  EncodedLayout(StorageLayout layout, Columns columns, Encoding encoding) {
    var descriptor = Layouts.bean(layout, "");
    if (columns == Columns.ABSENT) {
      descriptor.unsetCols();
    }
    located = Template.of(encoding, descriptor, Template.Path.of(LOCATION));
    descriptor.unsetLocation();
    unlocated = encoding.bytes(descriptor);
  }

  void write(@Nullable String location, ReplyWriter writer) {
    if (location == null) {
      writer.bytes(unlocated);
      return;
    }
    writer.bytes(located.part(0));
    writer.text(location);
    writer.bytes(located.part(1));
  }

  int bytes() {
    return located.bytes() + unlocated.length;
  }
}
