package io.propolis.files.hadoop;

import io.propolis.files.Lake;
import io.propolis.files.LakeSettings;
import io.propolis.files.Storage;
import java.util.Set;

/** HDFS, alone or federated. */
public final class HadoopStorage implements Storage {
  @Override
  public Set<String> schemes() {
    return Set.of("hdfs", "viewfs");
  }

  @Override
  public Lake open(LakeSettings settings) {
    return new HadoopLake(HadoopConfiguration.ofEnvironment());
  }
}
