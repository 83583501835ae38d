package io.propolis.files.azure;

import io.propolis.files.Lake;
import io.propolis.files.LakeSettings;
import io.propolis.files.ObjectLake;
import io.propolis.files.Storage;
import java.util.Set;

/** Containers of Azure's storage accounts, with a hierarchical namespace (ADLS Gen2) or without. */
public final class AzureStorage implements Storage {
  @Override
  public Set<String> schemes() {
    return Set.of("abfs", "abfss", "wasb", "wasbs");
  }

  @Override
  public Lake open(LakeSettings settings) {
    return new ObjectLake(new AzureStore(new AzureAccounts(settings.azure())));
  }
}
