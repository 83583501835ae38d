package io.propolis.thrift.wire;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.cache.NotInMemoryException;
import io.propolis.thrift.api.ApiMethod;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
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

  /** What the reads of brief calls see. */
  HotMethods.Moments moments() {
    return methods.moments();
  }

  /** A brief call that has been read. */
  record Heard(MethodTable.Entry call, TBase<?, ?> arguments, TMessage message) {}

  /**
   * Reads a call of which all bytes have come, when it is a brief one. Null when it is another, or
   * not all of one; then nothing has been read.
   */
  @Nullable Heard hear(TProtocol protocol, StreamTransport transport) {
    transport.seal();
    try {
      protocol.reset();
      transport.beginMessage();
      var message = protocol.readMessageBegin();
      var call = methods.find(message.name).orElse(null);
      if (call == null || call.length() != MethodTable.Length.BRIEF) {
        transport.rewind();
        return null;
      }
      var arguments = call.api().newArguments();
      TableArguments.read(call.api(), arguments, protocol);
      transport.endMessage();
      return new Heard(call, arguments, message);
    } catch (TException | RuntimeException e) {
      // Whatever it is, a worker finds it again, waits for what is missing, and tells the client.
      LOG.trace("A call is not read at once", e);
      transport.rewind();
      return null;
    } finally {
      transport.unseal();
    }
  }

  /**
   * Answers a brief call from memory. False when that cannot be done; then nothing is written.
   * Throws when the connection is of no use any more.
   */
  boolean answer(ClientSession session, Heard heard, TProtocol protocol, StreamTransport transport)
      throws TException {
    var hot = Objects.requireNonNull(heard.call().hot(), "brief methods are hot");
    var api = heard.call().api();
    Outcome outcome;
    try {
      outcome =
          outcome(
              api,
              () -> {
                var reply = hot.answer(session, api.values(heard.arguments()));
                if (reply == null) {
                  throw DECLINED;
                }
                return reply;
              });
    } catch (NotInMemoryException | Declined e) {
      return false;
    }
    answer(outcome, api, heard.message(), protocol, transport);
    return true;
  }

  /** The hot method leaves the call to the plain one. */
  private static final class Declined extends RuntimeException {
    private static final long serialVersionUID = 1;

    Declined() {
      super("Declined", null, false, false);
    }
  }

  private static final Declined DECLINED = new Declined();

  /**
   * Reads a call and answers it, or has the client told why not. Throws when the connection is of
   * no use any more.
   */
  MethodTable.Length serve(ClientSession session, TProtocol protocol, StreamTransport transport)
      throws TException {
    protocol.reset();
    transport.beginMessage();
    var message = protocol.readMessageBegin();
    if (transport.isFramed() && transport.isTooLong()) {
      leaveLongFrame(protocol, message, transport);
      return MethodTable.Length.ANY;
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
      return MethodTable.Length.ANY;
    }
    var call = method.get();
    var arguments = call.api().newArguments();
    var reader = message.name.equals(OldInserts.METHOD) ? new OldInserts(protocol) : protocol;
    Reading reading =
        RepeatedColumns.mayCome(call.api(), reader)
            ? () -> RepeatedColumns.read(call.api(), arguments, reader, transport)
            : () -> TableArguments.read(call.api(), arguments, reader);
    if (receive(message, protocol, transport, reading)) {
      answer(outcome(session, call, arguments), call.api(), message, protocol, transport);
    }
    return call.length();
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

  private static void answer(
      Outcome outcome,
      ApiMethod api,
      TMessage message,
      TProtocol protocol,
      StreamTransport transport)
      throws TException {
    if (api.isOneway()) {
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
      answerInstead(failed(api, e), e, protocol, message, transport);
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

  private Outcome outcome(ClientSession session, MethodTable.Entry call, TBase<?, ?> arguments)
      throws TTransportException {
    var api = call.api();
    return outcome(
        api,
        () -> {
          var values = api.values(arguments);
          var hot = call.hot();
          var reply =
              hot == null ? null : moments().sharing(() -> hotReply(hot, session, values)).reply();
          return reply == null ? plainReply(session, call, values) : reply;
        });
  }

  /** A reply, or none, where null cannot be handed on. */
  private record Perhaps(@Nullable Reply reply) {}

  private static Perhaps hotReply(HotMethod hot, ClientSession session, @Nullable Object[] values) {
    return new Perhaps(hot.answer(session, values));
  }

  private static Reply plainReply(
      ClientSession session, MethodTable.Entry call, @Nullable Object[] values) {
    var api = call.api();
    var value = call.body().answer(session, values);
    if (api.isOneway()) {
      return NOTHING;
    }
    var result = api.newResult();
    if (api.returnsValue()) {
      api.succeed(result, Objects.requireNonNull(value, api.name()));
    }
    return writer -> writer.struct(result);
  }

  private static Outcome outcome(ApiMethod api, Supplier<Reply> answer) throws TTransportException {
    try {
      return new Outcome(answer.get(), null);
    } catch (CatalogException e) {
      LOG.debug("{} refused: {}", api.name(), e.getMessage());
      if (HiveErrors.endsConnection(api, e)) {
        throw hangUp(api, e);
      }
      return failed(api, e);
    } catch (BrokenCallException e) {
      throw hangUp(api, e);
    } catch (NotInMemoryException | Declined e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(
          api,
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

  private static Outcome failed(ApiMethod api, CatalogException e) {
    if (api.isOneway()) {
      return new Outcome(NOTHING, null);
    }
    var result = api.newResult();
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
