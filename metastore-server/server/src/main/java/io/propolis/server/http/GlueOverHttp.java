package io.propolis.server.http;

import io.propolis.glue.GlueDoor;
import io.propolis.glue.wire.HttpCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands what is posted to {@code /} to the AWS Glue door, and leaves other methods to a page. */
public final class GlueOverHttp extends Handler.Wrapper {
  /** A batch of a hundred partitions with a thousand columns each has a tenth of it. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  /** What memory is taken for because a request says that it is so long. */
  private static final int MAX_AT_ONCE = 1 << 20;

  private final GlueDoor glue;
  private final Access access;

  /** Who may come in. */
  public enum Access {
    /** Whoever the door itself lets in. */
    OPEN,
    /** Those who come over TLS. */
    TLS_ONLY,
    /** Nobody: the server asks who you are, and has no keys to check it by. */
    CLOSED
  }

  public GlueOverHttp(GlueDoor glue, Access access, Handler page) {
    super(page);
    this.glue = glue;
    this.access = access;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.POST.is(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    if (access == Access.CLOSED) {
      Response.writeError(
          request,
          response,
          callback,
          HttpStatus.FORBIDDEN_403,
          "This server asks who you are; the Glue API is served when glue.access-key or "
              + "glue.credentials-file is set");
      return true;
    }
    if (access == Access.TLS_ONLY && !request.isSecure()) {
      Response.writeError(
          request, response, callback, HttpStatus.FORBIDDEN_403, "Served over TLS only");
      return true;
    }
    var body = body(request);
    if (body.length > MAX_BODY) {
      Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
      return true;
    }
    answer(call(request, body), request, response);
    callback.succeeded();
    return true;
  }

  /** A byte more than the most when it is longer. */
  private static byte[] body(Request request) throws IOException {
    long length = request.getLength();
    try (var in = Content.Source.asInputStream(request)) {
      if (length < 0 || length > MAX_AT_ONCE) {
        return in.readNBytes(MAX_BODY + 1);
      }
      var body = new byte[(int) length];
      int read = in.readNBytes(body, 0, body.length);
      return read == length ? body : Arrays.copyOf(body, read);
    }
  }

  private void answer(HttpCall call, Request request, Response response) throws IOException {
    var reply = glue.answer(call);
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    try (var out = Response.asBufferedOutputStream(request, response)) {
      reply.body().writeTo(out);
    }
  }

  private static HttpCall call(Request request, byte[] body) {
    var headers = new HashMap<String, List<String>>();
    for (var field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.getValue());
    }
    var uri = request.getHttpURI();
    var query = uri.getQuery();
    return new HttpCall(
        request.getMethod(), uri.getPath(), query == null ? "" : query, headers, body);
  }
}
