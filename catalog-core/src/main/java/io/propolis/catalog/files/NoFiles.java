package io.propolis.catalog.files;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;

/**
 * For doors whose protocol leaves storage to its clients, as Glue's does: no folder is looked at,
 * made, moved or removed, and locations may be of any scheme.
 */
public final class NoFiles implements LakeFiles {
  @Override
  public boolean exists(String location) {
    return false;
  }

  @Override
  public boolean makeFolder(String location) {
    return true;
  }

  @Override
  public boolean makesFolders() {
    return false;
  }

  @Override
  public void delete(String location) {
    // left to the client
  }

  @Override
  public String home(String location) {
    return "/";
  }

  @Override
  public void move(String from, String to) {
    // left to the client
  }

  @Override
  public byte[] read(String location, int limit) {
    throw notFound(Entity.LOCATION, location);
  }

  @Override
  public FolderSize size(String location) {
    return new FolderSize(0, 0);
  }
}
