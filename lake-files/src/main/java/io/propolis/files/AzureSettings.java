package io.propolis.files;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How Azure's storage accounts are reached. Accounts other than {@code account} are asked at the
 * address that their locations name, with Azure's default credential (environment, workload and
 * managed identity, Azure CLI).
 *
 * @param account the storage account that the others are about; absent when there are none
 * @param endpoint of its blob service, of a private address or an emulator; absent means the host
 *     of the location
 * @param accountKey one of its two keys; absent means the SAS token
 * @param sasToken a shared access signature, with or without its question mark; absent, too, means
 *     Azure's default credential
 */
public record AzureSettings(
    @Nullable String account,
    @Nullable URI endpoint,
    @Nullable String accountKey,
    @Nullable String sasToken) {
  /** Every account by the default credential. */
  public static final AzureSettings DEFAULT = new AzureSettings(null, null, null, null);

  @Override
  public String toString() {
    return "AzureSettings[account=" + account + ", endpoint=" + endpoint + "]";
  }
}
