package io.propolis.thrift.wire;

import io.propolis.catalog.CatalogException;
import io.propolis.thrift.api.ApiMethod;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one call, has it answered, and writes the reply in the form its method declares. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final MethodTable methods;

  Dispatcher(MethodTable methods) {
    this.methods = methods;
  }

  /** The client has been told what is wrong with its request, of which the end is not known. */
  private static final class OutOfStep extends TException {
    private static final long serialVersionUID = 1;

    OutOfStep(String why, Exception cause) {
      super(why, cause);
    }
  }

  /** Whether the client knows why its connection ends: it is to be closed after what it sent. */
  static boolean isTold(Exception e) {
    return e instanceof OutOfStep;
  }

  /** A request beyond the limit needs somebody's attention; garbage does not. */
  static void logRefusal(String client, Exception told) {
    var cause = told.getCause();
    if (cause instanceof Exception failure && StreamTransport.isBeyondBounds(failure)) {
      LOG.warn("Refused a request of {}: {}", client, told.getMessage());
    } else {
      LOG.debug("Closing the connection of {}, which sent garbage", client, told);
    }
  }

  /** Throws when the connection is of no use any more. */
  void serve(ClientSession session, TProtocol protocol, StreamTransport transport)
      throws TException {
    protocol.reset();
    transport.beginMessage();
    var message = protocol.readMessageBegin();
    if (transport.isFramed() && transport.isTooLong()) {
      leaveLongFrame(protocol, message, transport);
      return;
    }
    var method = methods.find(message.name);
    if (method.isEmpty()) {
      if (receive(message, protocol, transport, () -> TProtocolUtil.skip(protocol, TType.STRUCT))) {
        fail(
            protocol,
            message,
            TApplicationException.UNKNOWN_METHOD,
            "Invalid method name: '" + message.name + "'");
      }
      return;
    }
    var call = method.get();
    var arguments = call.api().newArguments();
    var reader = message.name.equals(OldInserts.METHOD) ? new OldInserts(protocol) : protocol;
    if (receive(
        message, protocol, transport, () -> TableArguments.read(call.api(), arguments, reader))) {
      answer(session, call, arguments, message, protocol, transport);
    }
  }

  private interface Reading {
    void read() throws TException;
  }

  /**
   * Reads the arguments of a call. False when they are not what they should be: the client has been
   * told, and the next call can be read. Where it cannot, because nobody knows where this one ends,
   * throws {@link OutOfStep}.
   */
  private static boolean receive(
      TMessage message, TProtocol protocol, StreamTransport transport, Reading reading)
      throws TException {
    try {
      reading.read();
    } catch (TTransportException | StreamTransport.MessageTooLarge e) {
      if (!StreamTransport.isBeyondBounds(e)) {
        throw e;
      }
      var why =
          transport.isFramed()
              ? "The request ends with its frame, before its values do"
              : "The request is longer than the server reads: at most "
                  + transport.getConfiguration().getMaxMessageSize()
                  + " bytes (thrift.max-message-size)";
      return told(message, protocol, transport, why, e);
    } catch (TException e) {
      return told(message, protocol, transport, String.valueOf(e.getMessage()), e);
    }
    transport.endMessage();
    return true;
  }

  private static boolean told(
      TMessage message, TProtocol protocol, StreamTransport transport, String why, Exception cause)
      throws TException {
    if (transport.isFramed()) {
      transport.endMessage();
    }
    fail(protocol, message, TApplicationException.PROTOCOL_ERROR, why);
    if (!transport.isFramed()) {
      throw new OutOfStep(why, cause);
    }
    return false;
  }

  /** A client that knows why does not send the same again. */
  private static void leaveLongFrame(
      TProtocol protocol, TMessage message, StreamTransport transport) throws TException {
    var why =
        "The request has %d bytes, more than the server reads: at most %d bytes (thrift.max-message-size)"
            .formatted(transport.frameBytes(), transport.getConfiguration().getMaxMessageSize());
    LOG.warn("Left a frame: {}", why);
    try {
      transport.skipLongFrame();
    } catch (IOException e) {
      throw new TTransportException(TTransportException.UNKNOWN, e);
    }
    fail(protocol, message, TApplicationException.PROTOCOL_ERROR, why);
  }

  /** Answers a call of a client that is not served. */
  static void refuse(TProtocol protocol, StreamTransport transport, String why) throws TException {
    transport.beginMessage();
    fail(protocol, protocol.readMessageBegin(), TApplicationException.INTERNAL_ERROR, why);
  }

  private void answer(
      ClientSession session,
      MethodTable.Entry call,
      TBase<?, ?> arguments,
      TMessage message,
      TProtocol protocol,
      StreamTransport transport)
      throws TException {
    var outcome = outcome(session, call, arguments);
    if (call.api().isOneway()) {
      return;
    }
    if (outcome.undeclared() != null) {
      fail(protocol, message, TApplicationException.INTERNAL_ERROR, outcome.undeclared());
      return;
    }
    try {
      send(outcome.result(), protocol, message, transport);
    } catch (CatalogException e) {
      LOG.debug("{} ended while it was answered: {}", message.name, e.getMessage());
      answerInstead(failed(call.api(), call.api().newResult(), e), e, protocol, message, transport);
    } catch (TProtocolException | RuntimeException e) {
      var text = logged(message.name, e);
      answerInstead(new Outcome(NOTHING, text), e, protocol, message, transport);
    }
  }

  /**
   * Sends an error in the place of a reply that could not be written. Once some of that has left,
   * only the end of the connection keeps the client from taking it for a whole one.
   */
  private static void answerInstead(
      Outcome error,
      Exception cause,
      TProtocol protocol,
      TMessage message,
      StreamTransport transport)
      throws TException {
    if (!transport.reply().discard()) {
      throw new TTransportException(
          TTransportException.NOT_OPEN, "The reply to " + message.name + " broke off", cause);
    }
    if (error.undeclared() != null) {
      fail(protocol, message, TApplicationException.INTERNAL_ERROR, error.undeclared());
    } else {
      send(error.result(), protocol, message, transport);
    }
  }

  private static void send(
      Reply result, TProtocol protocol, TMessage message, StreamTransport transport)
      throws TException {
    var reply = transport.reply();
    var writer = new ReplyWriter(reply, protocol);
    try {
      write(result, writer, protocol, message);
      if (reply.wasCounted()) {
        if (reply.countedBytes() > reply.maxReplyBytes()) {
          refuseReply(protocol, message, reply);
          return;
        }
        reply.allowCounted();
        write(result, writer, protocol, message);
      }
    } catch (ReplyWriter.Broken e) {
      throw e.why();
    }
    transport.flush();
  }

  private static void write(Reply result, ReplyWriter writer, TProtocol protocol, TMessage message)
      throws TException {
    protocol.reset();
    protocol.writeMessageBegin(new TMessage(message.name, TMessageType.REPLY, message.seqid));
    result.write(writer);
    protocol.writeMessageEnd();
  }

  private static void refuseReply(TProtocol protocol, TMessage message, ReplyBuffer reply)
      throws TException {
    var why =
        "The reply to %s has %d bytes, more than the server sends: at most %d bytes (thrift.max-reply-size). Ask for less at once"
            .formatted(message.name, reply.countedBytes(), reply.maxReplyBytes());
    LOG.warn("{}", why);
    reply.discard();
    fail(protocol, message, TApplicationException.INTERNAL_ERROR, why);
  }

  private static final Reply NOTHING = writer -> {};

  /** A result to send, or, when the method declares no error that fits, a text. */
  private record Outcome(Reply result, @Nullable String undeclared) {}

  private static Outcome outcome(
      ClientSession session, MethodTable.Entry call, TBase<?, ?> arguments)
      throws TTransportException {
    var api = call.api();
    var result = api.isOneway() ? arguments : api.newResult();
    try {
      var values = api.values(arguments);
      var reply = call.hot() == null ? null : call.hot().answer(session, values);
      if (reply != null) {
        return new Outcome(reply, null);
      }
      var value = call.body().answer(session, values);
      if (api.returnsValue()) {
        api.succeed(result, Objects.requireNonNull(value, api.name()));
      }
      return new Outcome(writer -> writer.struct(result), null);
    } catch (CatalogException e) {
      LOG.debug("{} refused: {}", api.name(), e.getMessage());
      if (HiveErrors.endsConnection(api, e)) {
        throw hangUp(api, e);
      }
      return failed(api, result, e);
    } catch (BrokenCallException e) {
      throw hangUp(api, e);
    } catch (RuntimeException e) {
      return failed(
          api,
          result,
          new CatalogException(
              CatalogException.Kind.UNAVAILABLE,
              CatalogException.Entity.REQUEST,
              logged(api.name(), e),
              e));
    }
  }

  private static TTransportException hangUp(ApiMethod api, RuntimeException e) {
    return new TTransportException(
        TTransportException.NOT_OPEN, api.name() + ": " + e.getMessage(), e);
  }

  private static Outcome failed(ApiMethod api, TBase<?, ?> result, CatalogException e) {
    var error = HiveErrors.declaredBy(api, e);
    if (error.isPresent() && api.fail(result, error.get())) {
      return new Outcome(writer -> writer.struct(result), null);
    }
    return new Outcome(NOTHING, HiveErrors.text(e));
  }

  /** Clients get a reference and no internals: some retry blindly when they read certain words. */
  private static String logged(String method, Exception e) {
    var reference = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("{} failed, reference {}", method, reference, e);
    return "Internal error in " + method + ", see the server's log, reference " + reference;
  }

  private static void fail(TProtocol protocol, TMessage message, int type, String text)
      throws TException {
    protocol.reset(); // of what a failed read or write left
    protocol.writeMessageBegin(new TMessage(message.name, TMessageType.EXCEPTION, message.seqid));
    new TApplicationException(type, text).write(protocol);
    protocol.writeMessageEnd();
    protocol.getTransport().flush();
  }
}
