package io.propolis.files.azure;

import static io.propolis.catalog.CatalogException.invalid;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.CredentialUnavailableException;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.files.AzureSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Azure's clients, one for each storage account: the only place that knows their settings. Safe for
 * many threads.
 */
final class AzureAccounts {
  /** Short of what a caller waits for a store that is busy. */
  private static final RequestRetryOptions RETRIES =
      new RequestRetryOptions(
          RetryPolicyType.EXPONENTIAL,
          3,
          Duration.ofSeconds(60),
          Duration.ofMillis(500),
          Duration.ofSeconds(4),
          null);

  private final AzureSettings settings;
  private final Map<String, BlobServiceClient> clients = new ConcurrentHashMap<>();
  private @Nullable TokenCredential credential;

  AzureAccounts(AzureSettings settings) {
    this.settings = settings;
  }

  /** A container of an account, as locations name both: {@code CONTAINER@ACCOUNT.HOST}. */
  record Container(String name, String account, String host) {
    static Container of(String bucket) {
      int at = bucket.indexOf('@');
      int dot = bucket.indexOf('.', at);
      if (at <= 0 || dot < 0) {
        throw invalid(
            Entity.LOCATION,
            "Location names no storage account: %s (as in CONTAINER@ACCOUNT.dfs.core.windows.net)"
                .formatted(bucket));
      }
      // Both services have the same data; this one is asked by the blob service's API.
      var host = bucket.substring(at + 1).replaceFirst("\\.dfs\\.", ".blob.");
      return new Container(bucket.substring(0, at), bucket.substring(at + 1, dot), host);
    }
  }

  BlobServiceClient client(Container container) {
    return clients.computeIfAbsent(container.host(), host -> open(container));
  }

  /** The token that has to stand behind the address of what is copied; absent for others. */
  @Nullable String sasToken(Container container) {
    return isSet(container) && settings.accountKey() == null ? settings.sasToken() : null;
  }

  private boolean isSet(Container container) {
    return container.account().equals(settings.account());
  }

  private BlobServiceClient open(Container container) {
    var builder =
        new BlobServiceClientBuilder()
            .httpClient(
                new JdkHttpClientBuilder().connectionTimeout(Duration.ofSeconds(10)).build())
            .retryOptions(RETRIES);
    var endpoint = settings.endpoint();
    builder.endpoint(
        isSet(container) && endpoint != null ? endpoint.toString() : "https://" + container.host());
    if (isSet(container) && settings.accountKey() != null) {
      builder.credential(
          new StorageSharedKeyCredential(container.account(), settings.accountKey()));
    } else if (isSet(container) && settings.sasToken() != null) {
      builder.sasToken(settings.sasToken());
    } else {
      builder.credential(credential());
    }
    return builder.buildClient();
  }

  /**
   * A credential after which the next one is asked, whatever is wrong: on other clouds and behind
   * proxies somebody else answers at the address of Azure's metadata service.
   */
  private static TokenCredential orNext(TokenCredential credential) {
    return request ->
        credential
            .getToken(request)
            .onErrorMap(
                e -> !(e instanceof CredentialUnavailableException),
                e -> new CredentialUnavailableException(String.valueOf(e.getMessage()), e));
  }

  /**
   * Azure's default credential as far as it is a server's: those of editors and of other command
   * lines are left out, with the native libraries that they need.
   */
  private synchronized TokenCredential credential() {
    if (credential == null) {
      var environment = System.getenv();
      var chain = new ChainedTokenCredentialBuilder();
      chain.addLast(new EnvironmentCredentialBuilder().build());
      if (environment.containsKey("AZURE_FEDERATED_TOKEN_FILE")) {
        chain.addLast(new WorkloadIdentityCredentialBuilder().build());
      }
      chain.addLast(
          orNext(
              new ManagedIdentityCredentialBuilder()
                  .clientId(environment.get("AZURE_CLIENT_ID"))
                  .build()));
      chain.addLast(new AzureCliCredentialBuilder().build());
      credential = chain.build();
    }
    return credential;
  }
}
