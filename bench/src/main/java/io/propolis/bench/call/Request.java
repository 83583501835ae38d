package io.propolis.bench.call;

import java.util.Arrays;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

/** A call as it goes over the wire, encoded once, in Thrift's binary protocol without frames. */
public record Request(String method, byte[] bytes) {
  /** The arguments are those of the generated {@code method_args} class. */
  public static Request of(String method, TBase<?, ?> arguments) {
    return raw(method, arguments::write);
  }

  /** Writes the struct of the arguments. */
  @FunctionalInterface
  public interface Arguments {
    void writeTo(TProtocol protocol) throws TException;
  }

  /** The arguments as somebody writes them by hand. */
  public static Request raw(String method, Arguments arguments) {
    try {
      var buffer = new TMemoryBuffer(256);
      var protocol = new TBinaryProtocol(buffer);
      protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, 1));
      arguments.writeTo(protocol);
      protocol.writeMessageEnd();
      return new Request(method, Arrays.copyOf(buffer.getArray(), buffer.length()));
    } catch (TException e) {
      throw new IllegalStateException("A call of " + method + " cannot be encoded", e);
    }
  }
}
