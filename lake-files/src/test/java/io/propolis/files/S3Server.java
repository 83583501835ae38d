package io.propolis.files;

import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/** A real S3 server in this process, on a free port, that forgets everything when it stops. */
public final class S3Server implements AutoCloseable {
  private static final Credentials CREDENTIALS = new Credentials("test-key", "test-secret");

  private final BlobStoreContext store;
  private final S3Proxy proxy;

  public S3Server() throws Exception {
    store =
        ContextBuilder.newBuilder(new TransientApiMetadata())
            .overrides(new Properties())
            .buildView(BlobStoreContext.class);
    proxy =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, CREDENTIALS.accessKey(), CREDENTIALS.secretKey())
            .build();
    proxy.start();
  }

  /** How clients reach it. */
  public S3Settings settings() {
    return new S3Settings(
        URI.create("http://127.0.0.1:" + proxy.getPort()), null, Addressing.PATH, CREDENTIALS);
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
    store.close();
  }
}
