package io.propolis.server.http;

import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.Proof;
import io.propolis.thrift.wire.ClientSession;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers Thrift calls that come as HTTP POST, one per request, as clients of Hive 4 send them in
 * their transport mode "http". Who calls stands in a header, and is believed as {@code set_ugi} is,
 * unless the door asks for passwords, which come as HTTP's Basic (RFC 7617), or for tokens, which
 * come as Bearer (RFC 6750). Nothing is kept between two requests, which may come over different
 * connections.
 */
public final class ThriftOverHttp extends Handler.Abstract {
  /** Hive's header for the user of an HTTP client. */
  static final String USER = "x-actor-username";

  private static final String BEARER = "Bearer ";
  private static final String THRIFT = "application/x-thrift";

  private final ThriftServer thrift;

  public ThriftOverHttp(ThriftServer thrift) {
    this.thrift = thrift;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    var session = new ClientSession(Request.getRemoteAddr(request));
    var tls = thrift.security().tls();
    if (tls != null && !tls.allowsPlaintext() && !request.isSecure()) {
      Response.writeError(
          request, response, callback, HttpStatus.FORBIDDEN_403, "Thrift is served over TLS only");
      return true;
    }
    var authentication = thrift.security().authentication();
    if (!isPossible(authentication)) {
      // No challenge: nothing that HTTP carries would help.
      Response.writeError(
          request,
          response,
          callback,
          HttpStatus.FORBIDDEN_403,
          "This server asks who you are by " + authentication.means() + ", on the Thrift port");
      return true;
    }
    if (!knows(request, session)) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, challenge());
      Response.writeError(request, response, callback, HttpStatus.UNAUTHORIZED_401);
      return true;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, THRIFT);
    boolean understood;
    try (var body = Content.Source.asInputStream(request)) {
      var reply = new WholeReply(Response.asBufferedOutputStream(request, response));
      understood = thrift.answer(session, body, reply);
      if (understood) {
        reply.close();
      }
    }
    if (understood) {
      callback.succeeded();
    } else {
      Response.writeError(
          request, response, callback, HttpStatus.BAD_REQUEST_400, "The body is not Thrift");
    }
    return true;
  }

  /** Whether clients can prove over HTTP who they are, or need not. */
  private static boolean isPossible(Authentication authentication) {
    return !authentication.isRequired()
        || authentication.passwords().isPresent()
        || authentication.bearers().isPresent();
  }

  /** False when the client does not prove who it is and has to. */
  private boolean knows(Request request, ClientSession session) {
    var authentication = thrift.security().authentication();
    if (!authentication.isRequired()) {
      var user = request.getHeaders().get(USER);
      if (user != null && !user.isBlank()) {
        session.identify(user.trim());
      }
      return true;
    }
    var header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    var bearers = authentication.bearers();
    if (bearers.isPresent()) {
      var user = bearer(header).flatMap(bearers.get()::userOf);
      user.ifPresent(each -> session.authenticate(new Proof(each, Proof.Method.TOKEN)));
      return user.isPresent();
    }
    var check = authentication.passwords();
    var credentials = BasicCredentials.of(header);
    if (check.isEmpty()
        || credentials.isEmpty()
        || !check.get().accepts(credentials.get().user(), credentials.get().password())) {
      return false;
    }
    session.authenticate(new Proof(credentials.get().user(), Proof.Method.PASSWORD));
    return true;
  }

  private String challenge() {
    var scheme = thrift.security().authentication().bearers().isPresent() ? "Bearer" : "Basic";
    return scheme + " realm=\"metastore\"";
  }

  private static Optional<String> bearer(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip())
        : Optional.empty();
  }

  /** A reply that fits a buffer leaves when it is complete, with its length. */
  private static final class WholeReply extends FilterOutputStream {
    WholeReply(OutputStream reply) {
      super(reply);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      // closing does
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
