package io.propolis.bench.glue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends requests which are bytes already and reads replies as bytes, so that it costs
 * the same whoever answers. Keeps its connection where the server does. For one thread.
 */
final class HttpConnection implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final int port;
  private byte[] body = new byte[BUFFER];
  private int length;
  private long sent;
  private long received;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  HttpConnection(int port) {
    this.port = port;
  }

  /** Sends a request and reads the reply, which {@link #body} then has; throws unless it is 200. */
  void call(byte[] request) throws IOException {
    boolean isNew = socket == null;
    Head head;
    try {
      head = send(request);
    } catch (IOException e) {
      if (isNew) {
        throw e;
      }
      // The server was tired of waiting while others were measured.
      close();
      head = send(request);
    }
    var input = opened();
    sent += request.length;
    if (head.contentLength >= 0) {
      length = 0;
      read(input, head.contentLength);
    } else if (head.isChunked) {
      readChunks(input);
    } else {
      throw new IOException("A reply of no known length");
    }
    received += length;
    if (head.closes) {
      close();
    }
    if (head.status != 200) {
      throw new IOException("Answered " + head.status + ": " + text());
    }
  }

  private Head send(byte[] request) throws IOException {
    var output = connected().getOutputStream();
    output.write(request);
    output.flush();
    return head(opened());
  }

  /** The bytes of the last reply; only the first {@link #length} of them. */
  byte[] body() {
    return body;
  }

  int length() {
    return length;
  }

  String text() {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  /** Bytes of all requests so far. */
  long sent() {
    return sent;
  }

  /** Bytes of the bodies of all replies so far. */
  long received() {
    return received;
  }

  private Socket connected() throws IOException {
    if (socket == null) {
      socket = new Socket("127.0.0.1", port);
      socket.setTcpNoDelay(true);
      in = null;
    }
    return socket;
  }

  private InputStream opened() throws IOException {
    var open = connected();
    if (in == null) {
      in = new BufferedInputStream(open.getInputStream(), BUFFER);
    }
    return in;
  }

  private record Head(int status, int contentLength, boolean isChunked, boolean closes) {}

  private static Head head(InputStream in) throws IOException {
    var first = line(in);
    int status = Integer.parseInt(first.substring(9, 12));
    int contentLength = -1;
    boolean chunked = false;
    boolean closes = first.startsWith("HTTP/1.0");
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      var value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> contentLength = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = value.equals("chunked");
        case "connection" -> closes = value.equals("close");
        default -> {}
      }
    }
    return new Head(status, contentLength, chunked, closes);
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The server closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private void readChunks(InputStream in) throws IOException {
    length = 0;
    while (true) {
      var size = line(in);
      int semicolon = size.indexOf(';');
      int bytes = Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      read(in, bytes);
      line(in);
      if (bytes == 0) {
        return;
      }
    }
  }

  private void read(InputStream in, int bytes) throws IOException {
    if (body.length < length + bytes) {
      body = Arrays.copyOf(body, Math.max(body.length * 2, length + bytes));
    }
    if (in.readNBytes(body, length, bytes) != bytes) {
      throw new IOException("The server closed the connection within a reply");
    }
    length += bytes;
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    in = null;
  }
}
