package io.propolis.files.gcs;

import io.propolis.files.Lake;
import io.propolis.files.LakeSettings;
import io.propolis.files.ObjectLake;
import io.propolis.files.Storage;
import java.util.Set;

/** Google Cloud Storage. */
public final class GcsStorage implements Storage {
  @Override
  public Set<String> schemes() {
    return Set.of("gs");
  }

  @Override
  public Lake open(LakeSettings settings) {
    return new ObjectLake(new GcsStore(GcsClients.open(settings.gcs())));
  }
}
