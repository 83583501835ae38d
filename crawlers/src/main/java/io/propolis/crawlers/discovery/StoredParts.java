package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import io.propolis.crawlers.schema.StoredTypes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;

/** Parts of a listing as bytes. */
final class StoredParts {
  private StoredParts() {}

  static void write(Listed part, DataOutput out) throws IOException {
    StoredTypes.writeTexts(part.folders(), out);
    StoredTypes.writeTexts(part.left(), out);
    out.writeLong(part.tree().objects());
    var folders = new ArrayList<Folder>();
    part.tree().root().walkAll(folders::add);
    out.writeInt(folders.size());
    for (var folder : folders) {
      StoredTypes.write(folder.path(), out);
      folder.write(out);
    }
  }

  static Listed read(ListingPart part, S3Target target, DataInput in) throws IOException {
    var folders = StoredTypes.texts(in);
    var left = StoredTypes.texts(in);
    var tree = FolderTree.ofPart(target);
    tree.count(in.readLong());
    for (int more = in.readInt(); more > 0; more--) {
      tree.at(StoredTypes.text(in)).read(in);
    }
    return new Listed(part, tree, folders, left);
  }
}
