/**
 * Azure's storage accounts as storage of the lake. Start with {@link
 * io.propolis.files.azure.AzureStorage}.
 */
package io.propolis.files.azure;
