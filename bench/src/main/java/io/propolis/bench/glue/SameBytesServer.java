package io.propolis.bench.glue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * The HTTP server that ours stands on, in front of nothing: what a reply of some length costs at
 * least. Reads a request, whatever it says, and writes as many ready bytes as its path names.
 */
public final class SameBytesServer {
  private SameBytesServer() {}

  public static void main(String[] args) throws Exception {
    var server = new Server(Integer.parseInt(args[0]));
    server.setHandler(new Answers());
    server.start();
    server.join();
  }

  private static final class Answers extends Handler.Abstract {
    /** By length: a server that has its answer ready would not make it anew. */
    private final Map<Integer, byte[]> replies = new ConcurrentHashMap<>();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Content.Source.asByteBuffer(request);
      int length = Integer.parseInt(request.getHttpURI().getPath().substring(1));
      var reply = replies.computeIfAbsent(length, byte[]::new);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
      response.write(true, ByteBuffer.wrap(reply), callback);
      return true;
    }
  }

  /** A request that is about as long as another one, for a reply that is as long as another. */
  static byte[] request(int sent, int received) {
    var start = "POST /%d HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: ".formatted(received);
    var end = "\r\nContent-Length: 0\r\n\r\n";
    var filler = "x".repeat(Math.max(1, Math.min(4096, sent - start.length() - end.length())));
    return (start + filler + end).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
