package io.propolis.files.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageScopes;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.files.GcsSettings;
import io.propolis.files.GcsSettings.Access;
import java.io.IOException;
import java.nio.file.Files;

/** Builds Google's client: the only place that knows its settings. */
final class GcsClients {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 60_000;

  private GcsClients() {}

  static Storage open(GcsSettings settings) {
    var identity = identity(settings);
    HttpRequestInitializer initializer =
        request -> {
          identity.initialize(request);
          patient(request);
        };
    var builder =
        new Storage.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), initializer)
            .setApplicationName("propolis");
    if (settings.endpoint() != null) {
      var endpoint = settings.endpoint().toString();
      builder.setRootUrl(endpoint.endsWith("/") ? endpoint : endpoint + "/");
    }
    return builder.build();
  }

  private static void patient(HttpRequest request) {
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    // What fails is told by whoever asked.
    request.setLoggingEnabled(false);
  }

  private static HttpRequestInitializer identity(GcsSettings settings) {
    return settings.access() == Access.ANONYMOUS
        ? request -> {}
        : new HttpCredentialsAdapter(
            credentials(settings).createScoped(StorageScopes.DEVSTORAGE_READ_WRITE));
  }

  private static GoogleCredentials credentials(GcsSettings settings) {
    var file = settings.credentials();
    try {
      if (file == null) {
        return GoogleCredentials.getApplicationDefault();
      }
      try (var content = Files.newInputStream(file)) {
        return GoogleCredentials.fromStream(content);
      }
    } catch (IOException e) {
      var why =
          file == null
              ? "there are no default credentials: set GOOGLE_APPLICATION_CREDENTIALS, or"
                  + " gcs.credentials, or gcs.anonymous for public buckets"
              : "gcs.credentials " + file + " cannot be used";
      throw new CatalogException(
          Kind.UNAVAILABLE,
          Entity.LOCATION,
          "Cannot reach Google Cloud Storage: %s (%s)".formatted(why, e.getMessage()),
          e);
    }
  }
}
