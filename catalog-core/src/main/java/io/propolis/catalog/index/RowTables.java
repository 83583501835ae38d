package io.propolis.catalog.index;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.MapShape;
import io.propolis.catalog.model.StorageLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rows share: layouts, whole maps that come again and again, and the shapes of the others. One
 * thread at a time adds; others read what a {@link View} shows meanwhile.
 */
final class RowTables {
  /** A map is kept whole when so many others were, or when one in so many came again. */
  private static final int FEW_MAPS = 256;

  private static final int MOST_MAPS = 1 << 14;
  private static final int REPEATED = 4;
  private static final long BYTES_PER_MAP = 64;
  private static final long BYTES_PER_ENTRY = 120;
  private static final long BYTES_PER_COLUMN = 200;

  private StorageLayout[] layouts = new StorageLayout[4];
  private int layoutCount;
  private final Map<StorageLayout, Integer> layoutIds = new IdentityHashMap<>();

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters
  private Map<String, String>[] maps = new Map[16];

  private final Map<Map<String, String>, Integer> mapIds = new HashMap<>();
  private long mapsAsked;
  private MapShape[] shapes = new MapShape[4];
  private final Map<List<String>, Integer> shapeIds = new HashMap<>();
  private long memory;

  /** What was added up to one moment. */
  record View(StorageLayout[] layouts, Map<String, String>[] maps, MapShape[] shapes) {}

  View view() {
    return new View(layouts, maps, shapes);
  }

  long memory() {
    return memory + 4L * (layouts.length + maps.length + shapes.length);
  }

  int layout(StorageLayout layout) {
    var known = layoutIds.get(layout);
    if (known != null) {
      return known;
    }
    for (int id = 0; id < layoutCount; id++) {
      if (layouts[id].equals(layout)) {
        if (layoutIds.size() < 2 * MOST_MAPS) {
          layoutIds.put(layout, id);
        }
        return id;
      }
    }
    if (layoutCount == layouts.length) {
      layouts = Arrays.copyOf(layouts, layoutCount * 2);
    }
    layouts[layoutCount] = layout;
    layoutIds.put(layout, layoutCount);
    memory += BYTES_PER_COLUMN * (1 + layout.columns().size());
    return layoutCount++;
  }

  /** Gives every layout other columns. */
  void replaceColumns(List<Column> columns) {
    // A new array: older views keep theirs.
    layouts = layouts.clone();
    layoutIds.clear();
    for (int id = 0; id < layoutCount; id++) {
      if (!layouts[id].columns().equals(columns)) {
        layouts[id] = layouts[id].withColumns(columns);
        memory += BYTES_PER_COLUMN * (1 + columns.size());
      }
      layoutIds.putIfAbsent(layouts[id], id);
    }
  }

  /** The number of a map that is kept whole; negative for one that is not worth it. */
  int map(Map<String, String> map) {
    mapsAsked++;
    var known = mapIds.get(map);
    if (known != null) {
      return known;
    }
    int count = mapIds.size();
    boolean repeats = count < FEW_MAPS || mapsAsked > (long) REPEATED * count;
    if (!repeats || count >= MOST_MAPS) {
      return -1;
    }
    if (count == maps.length) {
      maps = Arrays.copyOf(maps, count * 2);
    }
    maps[count] = map;
    mapIds.put(map, count);
    memory += BYTES_PER_MAP;
    for (var entry : map.entrySet()) {
      int length = entry.getValue() == null ? 0 : entry.getValue().length();
      memory += BYTES_PER_ENTRY + entry.getKey().length() + length;
    }
    return count;
  }

  int shape(Map<String, String> map) {
    var keys = new ArrayList<>(map.keySet());
    var known = shapeIds.get(keys);
    if (known != null) {
      return known;
    }
    int id = shapeIds.size();
    if (id == shapes.length) {
      shapes = Arrays.copyOf(shapes, id * 2);
    }
    shapes[id] = new MapShape(keys);
    shapeIds.put(keys, id);
    memory += BYTES_PER_MAP + BYTES_PER_ENTRY * keys.size();
    return id;
  }
}
