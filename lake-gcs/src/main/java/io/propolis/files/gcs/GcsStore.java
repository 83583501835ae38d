package io.propolis.files.gcs;

import static java.util.stream.Collectors.joining;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.FileContent;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.RewriteResponse;
import com.google.api.services.storage.model.StorageObject;
import com.google.auth.Retryable;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Google's JSON API. What an object's content is called here is its generation: it is another one
 * whenever something is written, and can be asked for.
 */
final class GcsStore implements ObjectStore {
  private static final String BINARY = "application/octet-stream";
  private static final String OF_OBJECT = "name,size,updated,generation";
  private static final String OF_PAGE = "nextPageToken,prefixes,items(" + OF_OBJECT + ")";
  private static final int NOT_FOUND = 404;

  /** More than this is sent in parts, which are sent again by themselves. */
  private static final long LARGEST_WHOLE = 8 << 20;

  private final Storage client;

  GcsStore(Storage client) {
    this.client = client;
  }

  /** A request to the store. */
  private interface Call<T> {
    T send() throws IOException;
  }

  @Override
  public Order order() {
    return Order.BYTES;
  }

  @Override
  public ObjectPage page(ObjectListing listing, Optional<String> page) {
    return asking(
        () -> {
          var request =
              client
                  .objects()
                  .list(listing.bucket())
                  .setPrefix(listing.prefix())
                  .setStartOffset(listing.from())
                  .setPageToken(page.orElse(null))
                  .setFields(OF_PAGE);
          if (listing.depth() == Depth.LEVEL) {
            request.setDelimiter("/");
          }
          if (listing.limit() > 0) {
            request.setMaxResults((long) listing.limit());
          }
          var found = request.execute();
          return new ObjectPage(
              orNone(found.getItems()).stream().map(GcsStore::object).toList(),
              orNone(found.getPrefixes()),
              found.getNextPageToken());
        });
  }

  private static <T> List<T> orNone(@org.jspecify.annotations.Nullable List<T> listed) {
    return listed == null ? List.of() : listed;
  }

  private static StoredObject object(StorageObject object) {
    return new StoredObject(
        object.getName(),
        object.getSize().longValue(),
        object.getUpdated().getValue(),
        String.valueOf(object.getGeneration()),
        Kind.FILE);
  }

  @Override
  public Optional<StoredObject> find(ObjectLocation object) {
    return asking(
        () -> {
          try {
            var found =
                client.objects().get(object.bucket(), object.key()).setFields(OF_OBJECT).execute();
            return Optional.of(object(found));
          } catch (HttpResponseException e) {
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
          var request = client.objects().get(object.bucket(), object.key());
          if (content.etag() != null) {
            request.setGeneration(Long.valueOf(content.etag()));
          }
          request.getRequestHeaders().setRange("bytes=" + position + "-" + (position + size - 1));
          // Objects that say they are gzip are handed out as they lie there: lengths and places are
          // those of the listing.
          request.setReturnRawInputStream(true);
          request.getRequestHeaders().setAcceptEncoding("gzip");
          try (var bytes = request.executeMediaAsInputStream()) {
            return bytes.readNBytes(into, offset, size);
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == NOT_FOUND) {
              // This generation is gone, whether there is another one or not.
              throw new ObjectStoreException(Reason.CHANGED, text(e), e);
            }
            throw e;
          }
        });
  }

  @Override
  public void put(ObjectLocation object, byte[] content) {
    put(object, new ByteArrayContent(BINARY, content));
  }

  @Override
  public void put(ObjectLocation object, Path content) {
    put(object, new FileContent(BINARY, content.toFile()));
  }

  private void put(ObjectLocation object, AbstractInputStreamContent content) {
    asking(
        () -> {
          var request =
              client
                  .objects()
                  .insert(object.bucket(), new StorageObject().setName(object.key()), content)
                  .setFields(OF_OBJECT);
          request
              .getMediaHttpUploader()
              .setDirectUploadEnabled(content.getLength() <= LARGEST_WHOLE);
          return request.execute();
        });
  }

  /** Large objects are copied in several steps, each of which tells how to go on. */
  @Override
  public void copy(ObjectLocation from, ObjectLocation to) {
    asking(
        () -> {
          RewriteResponse done = null;
          do {
            var request =
                client.objects().rewrite(from.bucket(), from.key(), to.bucket(), to.key(), null);
            if (done != null) {
              request.setRewriteToken(done.getRewriteToken());
            }
            done = request.execute();
          } while (!Boolean.TRUE.equals(done.getDone()));
          return done;
        });
  }

  @Override
  public void delete(ObjectLocation object) {
    asking(
        () -> {
          try {
            client.objects().delete(object.bucket(), object.key()).execute();
            return true;
          } catch (HttpResponseException e) {
            if (e.getStatusCode() == NOT_FOUND) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void close() {
    // The client holds nothing open.
  }

  private static <T> T asking(Call<T> call) {
    try {
      return call.send();
    } catch (HttpResponseException e) {
      throw new ObjectStoreException(reason(e.getStatusCode()), text(e), e);
    } catch (IOException e) {
      throw isRefused(e)
          ? new ObjectStoreException(Reason.FORBIDDEN, inOneLine(e), e)
          : new ObjectStoreException(Reason.UNAVAILABLE, String.valueOf(e), e);
    }
  }

  /** Why is in the last line of what Google answers. */
  private static String inOneLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().map(String::strip).collect(joining(" "));
  }

  /** Whether Google knows nobody of these credentials, and will not next time. */
  private static boolean isRefused(IOException e) {
    return e instanceof Retryable token && !token.isRetryable();
  }

  private static Reason reason(int status) {
    return switch (status) {
      case 401, 403 -> Reason.FORBIDDEN;
      case NOT_FOUND -> Reason.NO_BUCKET;
      case 408, 429, 500, 502, 503, 504 -> Reason.BUSY;
      default -> Reason.UNAVAILABLE;
    };
  }

  private static String text(HttpResponseException e) {
    var details = e instanceof GoogleJsonResponseException told ? told.getDetails() : null;
    return e.getStatusCode()
        + " "
        + (details == null || details.getMessage() == null
            ? String.valueOf(e.getStatusMessage())
            : details.getMessage());
  }
}
