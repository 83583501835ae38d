package io.propolis.thrift.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;

/**
 * What follows Thrift's SASL handshake: bytes in pieces, each behind its length of four bytes, and
 * signed or encrypted when that has been negotiated. Pieces have nothing to do with messages.
 */
final class SaslStreams {
  private static final String UNPROTECTED = "auth";
  private static final int HEADER_BYTES = 4;

  /** What signing or encrypting a message adds at most. */
  private static final int PROTECTION_BYTES = 64 * 1024;

  private static final int BELIEVED_BYTES = 64 * 1024;

  private SaslStreams() {}

  /** Reads pieces; a protected piece is held whole, so it may be as long as a message. */
  static InputStream reading(SaslServer sasl, InputStream in, int maxMessageBytes) {
    return new Input(sasl, new DataInputStream(in), maxMessageBytes + (long) PROTECTION_BYTES);
  }

  /** Writes each array as one piece. */
  static OutputStream writing(SaslServer sasl, OutputStream out) {
    return new Output(sasl, out);
  }

  private static boolean isProtecting(SaslServer sasl) {
    var protection = sasl.getNegotiatedProperty(Sasl.QOP);
    return protection != null && !UNPROTECTED.equals(protection);
  }

  private static final class Input extends InputStream {
    private final SaslServer sasl;
    private final boolean isProtected;
    private final DataInputStream in;
    private final long maxPieceBytes;
    private byte[] plain = new byte[0];
    private int position;
    private int left;

    Input(SaslServer sasl, DataInputStream in, long maxPieceBytes) {
      this.sasl = sasl;
      this.isProtected = isProtecting(sasl);
      this.in = in;
      this.maxPieceBytes = maxPieceBytes;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (left == 0) {
        if (!nextPiece()) {
          return -1;
        }
      }
      int wanted = Math.min(length, left);
      int read = wanted;
      if (isProtected) {
        System.arraycopy(plain, position, target, offset, wanted);
        position += wanted;
      } else {
        read = in.read(target, offset, wanted);
        if (read < 0) {
          throw new EOFException("The client left within a piece");
        }
      }
      left -= read;
      if (left == 0) {
        plain = new byte[0]; // nothing is held while the client rests
      }
      return read;
    }

    @Override
    public int available() throws IOException {
      return isProtected && left > 0 ? left : in.available();
    }

    private boolean nextPiece() throws IOException {
      int first = in.read();
      if (first < 0) {
        return false;
      }
      int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
      if (length < 0 || (isProtected && length > maxPieceBytes)) {
        throw new IOException("A piece of %d bytes is refused".formatted(length));
      }
      left = length;
      if (isProtected) {
        plain = sasl.unwrap(received(length), 0, length);
        position = 0;
        left = plain.length;
      }
      return true;
    }

    /** Memory grows with what has come, not with what is announced. */
    private byte[] received(int length) throws IOException {
      var bytes = new byte[Math.min(length, BELIEVED_BYTES)];
      int read = 0;
      while (true) {
        in.readFully(bytes, read, bytes.length - read);
        read = bytes.length;
        if (read == length) {
          return bytes;
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
      }
    }
  }

  private static final class Output extends OutputStream {
    private final SaslServer sasl;
    private final boolean isProtected;
    private final OutputStream out;

    Output(SaslServer sasl, OutputStream out) {
      this.sasl = sasl;
      this.isProtected = isProtecting(sasl);
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      var piece =
          isProtected
              ? ByteBuffer.wrap(sasl.wrap(source, offset, length))
              : ByteBuffer.wrap(source, offset, length);
      var framed = ByteBuffer.allocate(HEADER_BYTES + piece.remaining());
      framed.putInt(piece.remaining()).put(piece);
      out.write(framed.array());
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
