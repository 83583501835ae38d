package io.propolis.thrift.translate;

import io.propolis.catalog.model.StorageLayout;
import java.util.Objects;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of one list, whose descriptors mostly differ in nothing but the location: a layout is
 * made when a descriptor differs from the one before it, and is the same object otherwise.
 */
final class SharedLayouts {
  private @Nullable StorageDescriptor before;
  private StorageLayout layout = StorageLayout.EMPTY;

  StorageLayout of(@Nullable StorageDescriptor bean) {
    if (bean == null) {
      return StorageLayout.EMPTY;
    }
    if (before == null || !areAlike(before, bean)) {
      layout = Layouts.layout(bean);
    }
    before = bean;
    return layout;
  }

  private static boolean areAlike(StorageDescriptor one, StorageDescriptor other) {
    return one.isCompressed() == other.isCompressed()
        && one.getNumBuckets() == other.getNumBuckets()
        && one.isStoredAsSubDirectories() == other.isStoredAsSubDirectories()
        && Objects.equals(one.getInputFormat(), other.getInputFormat())
        && Objects.equals(one.getOutputFormat(), other.getOutputFormat())
        && Objects.equals(one.getSerdeInfo(), other.getSerdeInfo())
        && Objects.equals(one.getBucketCols(), other.getBucketCols())
        && Objects.equals(one.getSortCols(), other.getSortCols())
        && Objects.equals(one.getParameters(), other.getParameters())
        && Objects.equals(one.getSkewedInfo(), other.getSkewedInfo())
        && Objects.equals(one.getCols(), other.getCols());
  }
}
