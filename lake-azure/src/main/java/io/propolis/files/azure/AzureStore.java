package io.propolis.files.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.propolis.catalog.CatalogException;
import io.propolis.files.FileEntry;
import io.propolis.files.ObjectListing;
import io.propolis.files.ObjectListing.Depth;
import io.propolis.files.ObjectLocation;
import io.propolis.files.ObjectPage;
import io.propolis.files.ObjectStore;
import io.propolis.files.ObjectStoreException;
import io.propolis.files.ObjectStoreException.Reason;
import io.propolis.files.StoredObject;
import io.propolis.files.StoredObject.Kind;
import io.propolis.files.azure.AzureAccounts.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blob service's API, which accounts have whether their namespace is hierarchical or not. With
 * a hierarchical one, and where Hadoop has written, folders are empty blobs that say so in their
 * metadata, and listings are not in the order of bytes.
 */
final class AzureStore implements ObjectStore {
  private static final String FOLDER = "hdi_isfolder";
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final Duration POLL = Duration.ofMillis(200);

  private final AzureAccounts accounts;

  AzureStore(AzureAccounts accounts) {
    this.accounts = accounts;
  }

  private BlobContainerClient container(String bucket) {
    var container = Container.of(bucket);
    return accounts.client(container).getBlobContainerClient(container.name());
  }

  private BlobClient blob(ObjectLocation object) {
    return container(object.bucket()).getBlobClient(object.key());
  }

  @Override
  public Order order() {
    return Order.OTHER;
  }

  @Override
  public ObjectPage page(ObjectListing listing, Optional<String> page) {
    return asking(
        () -> {
          var options =
              new ListBlobsOptions()
                  .setPrefix(listing.prefix())
                  .setDetails(new BlobListDetails().setRetrieveMetadata(true));
          if (listing.limit() > 0) {
            options.setMaxResultsPerPage(listing.limit());
          }
          var container = container(listing.bucket());
          var blobs =
              listing.depth() == Depth.LEVEL
                  ? container.listBlobsByHierarchy("/", options, null)
                  : container.listBlobs(options, null);
          // Without a token the one would be empty.
          var pages = page.map(blobs::iterableByPage).orElseGet(blobs::iterableByPage).iterator();
          if (!pages.hasNext()) {
            return new ObjectPage(List.of(), List.of(), null);
          }
          var found = pages.next();
          return page(found.getValue(), found.getContinuationToken());
        });
  }

  private static ObjectPage page(List<BlobItem> items, @Nullable String next) {
    var objects = new ArrayList<StoredObject>();
    var prefixes = new ArrayList<String>();
    for (var item : items) {
      if (Boolean.TRUE.equals(item.isPrefix())) {
        prefixes.add(item.getName());
      } else {
        var properties = item.getProperties();
        objects.add(
            new StoredObject(
                item.getName(),
                properties.getContentLength(),
                properties.getLastModified().toInstant().toEpochMilli(),
                quoted(properties.getETag()),
                kind(item.getMetadata())));
      }
    }
    return new ObjectPage(objects, prefixes, next == null || next.isEmpty() ? null : next);
  }

  /** As conditions want it; listings name it without quotes. */
  private static String quoted(String etag) {
    return etag.startsWith("\"") ? etag : '"' + etag + '"';
  }

  private static Kind kind(@Nullable Map<String, String> metadata) {
    return metadata != null
            && metadata.entrySet().stream()
                .anyMatch(e -> e.getKey().equalsIgnoreCase(FOLDER) && e.getValue().equals("true"))
        ? Kind.FOLDER
        : Kind.FILE;
  }

  @Override
  public Optional<StoredObject> find(ObjectLocation object) {
    return asking(
        () -> {
          try {
            var found = blob(object).getProperties();
            return Optional.of(
                new StoredObject(
                    object.key(),
                    found.getBlobSize(),
                    found.getLastModified().toInstant().toEpochMilli(),
                    quoted(found.getETag()),
                    kind(found.getMetadata())));
          } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
              return Optional.<StoredObject>empty();
            }
            throw e;
          }
        });
  }

  @Override
  public int read(
      ObjectLocation object, FileEntry content, long position, byte[] into, int offset, int size) {
    return asking(
        () -> {
          var bytes =
              blob(object)
                  .downloadContentWithResponse(
                      new DownloadRetryOptions(),
                      new BlobRequestConditions().setIfMatch(content.etag()),
                      new BlobRange(position, (long) size),
                      false,
                      null,
                      Context.NONE)
                  .getValue()
                  .toBytes();
          System.arraycopy(bytes, 0, into, offset, Math.min(size, bytes.length));
          return Math.min(size, bytes.length);
        });
  }

  @Override
  public void put(ObjectLocation object, byte[] content) {
    doing(() -> blob(object).upload(BinaryData.fromBytes(content), true));
  }

  @Override
  public void put(ObjectLocation object, Path content) {
    doing(() -> blob(object).uploadFromFile(content.toString(), true));
  }

  @Override
  public void copy(ObjectLocation from, ObjectLocation to) {
    doing(
        () -> {
          var token = accounts.sasToken(Container.of(from.bucket()));
          var source = blob(from).getBlobUrl();
          var address =
              token == null ? source : source + (token.startsWith("?") ? token : "?" + token);
          blob(to).beginCopy(address, POLL).waitForCompletion();
        });
  }

  @Override
  public void delete(ObjectLocation object) {
    asking(() -> blob(object).deleteIfExists());
  }

  @Override
  public void close() {
    // The clients hold nothing open.
  }

  private static void doing(Runnable request) {
    asking(
        () -> {
          request.run();
          return true;
        });
  }

  private static <T> T asking(Supplier<T> request) {
    try {
      return request.get();
    } catch (CatalogException | ObjectStoreException e) {
      throw e;
    } catch (BlobStorageException e) {
      throw new ObjectStoreException(reason(e), text(e), e);
    } catch (HttpResponseException e) {
      throw new ObjectStoreException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      // What the HTTP client throws comes wrapped by whatever library it passed through.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ObjectStoreException(Reason.UNAVAILABLE, cause.toString(), e);
    }
  }

  private static Reason reason(BlobStorageException e) {
    return switch (e.getStatusCode()) {
      case 401, 403 -> Reason.FORBIDDEN;
      case NOT_FOUND ->
          BlobErrorCode.CONTAINER_NOT_FOUND.equals(e.getErrorCode())
              ? Reason.NO_BUCKET
              : Reason.CHANGED;
      case PRECONDITION_FAILED -> Reason.CHANGED;
      case 408, 429, 500, 502, 503, 504 -> Reason.BUSY;
      default -> Reason.UNAVAILABLE;
    };
  }

  private static String text(BlobStorageException e) {
    var said = e.getServiceMessage();
    return "%d %s%s"
        .formatted(
            e.getStatusCode(),
            e.getErrorCode() == null ? "" : e.getErrorCode(),
            said == null ? "" : ": " + said.lines().findFirst().orElse(""));
  }
}
