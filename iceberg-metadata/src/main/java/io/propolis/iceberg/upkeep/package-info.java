/** What keeps Iceberg tables in shape: old snapshots go, lost files go, small files are joined. */
@NullMarked
package io.propolis.iceberg.upkeep;

import org.jspecify.annotations.NullMarked;
