package io.propolis.thrift.wire;

import io.propolis.catalog.CatalogException;
import io.propolis.thrift.api.ApiMethod;
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

  /** Throws when the connection is of no use any more. */
  void serve(ClientSession session, TProtocol protocol, StreamTransport transport)
      throws TException {
    protocol.reset();
    transport.beginMessage();
    var message = protocol.readMessageBegin();
    var method = methods.find(message.name);
    if (method.isEmpty()) {
      TProtocolUtil.skip(protocol, TType.STRUCT);
      transport.endMessage();
      fail(
          protocol,
          message,
          TApplicationException.UNKNOWN_METHOD,
          "Invalid method name: '" + message.name + "'");
      return;
    }
    var call = method.get();
    var arguments = call.api().newArguments();
    try {
      arguments.read(protocol);
    } catch (TProtocolException e) {
      transport.endMessage();
      fail(protocol, message, TApplicationException.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
      return;
    } catch (TTransportException | StreamTransport.MessageTooLarge e) {
      refuseSize(e, protocol, message, transport);
      throw e;
    }
    transport.endMessage();
    answer(session, call, arguments, message, protocol, transport);
  }

  /** Answers a call of a client that is not served. */
  static void refuse(TProtocol protocol, StreamTransport transport, String why) throws TException {
    transport.beginMessage();
    fail(protocol, protocol.readMessageBegin(), TApplicationException.INTERNAL_ERROR, why);
  }

  /** A client that knows why does not send the same again. */
  private static void refuseSize(
      Exception e, TProtocol protocol, TMessage message, StreamTransport transport)
      throws TException {
    if (StreamTransport.isBeyondBounds(e)) {
      var text =
          transport.isTooLong()
              ? "The request is longer than the server reads: at most "
                  + transport.getConfiguration().getMaxMessageSize()
                  + " bytes (thrift.max-message-size)"
              : "The request ends with its frame, before its values do";
      fail(protocol, message, TApplicationException.PROTOCOL_ERROR, text);
    }
  }

  private void answer(
      ClientSession session,
      MethodTable.Entry call,
      TBase<?, ?> arguments,
      TMessage message,
      TProtocol protocol,
      StreamTransport transport)
      throws TException {
    if (call.api().isOneway()) {
      outcome(session, call, arguments);
      return;
    }
    var outcome = outcome(session, call, arguments);
    if (outcome.undeclared() != null) {
      fail(protocol, message, TApplicationException.INTERNAL_ERROR, outcome.undeclared());
      return;
    }
    try {
      protocol.writeMessageBegin(new TMessage(message.name, TMessageType.REPLY, message.seqid));
      outcome.result().write(protocol);
      protocol.writeMessageEnd();
    } catch (TProtocolException | RuntimeException e) {
      if (!transport.discardOutput()) {
        throw e;
      }
      var text = logged(message.name, e);
      fail(protocol, message, TApplicationException.INTERNAL_ERROR, text);
      return;
    }
    transport.flush();
  }

  /** A result to send, or, when the method declares no error that fits, a text. */
  private record Outcome(TBase<?, ?> result, @Nullable String undeclared) {}

  private static Outcome outcome(
      ClientSession session, MethodTable.Entry call, TBase<?, ?> arguments) {
    var api = call.api();
    var result = api.isOneway() ? arguments : api.newResult();
    try {
      var value = call.body().answer(session, api.values(arguments));
      if (api.returnsValue()) {
        api.succeed(result, Objects.requireNonNull(value, api.name()));
      }
      return new Outcome(result, null);
    } catch (CatalogException e) {
      LOG.debug("{} refused: {}", api.name(), e.getMessage());
      return failed(api, result, e);
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

  private static Outcome failed(ApiMethod api, TBase<?, ?> result, CatalogException e) {
    var error = HiveErrors.declaredBy(api, e);
    if (error.isPresent() && api.fail(result, error.get())) {
      return new Outcome(result, null);
    }
    return new Outcome(result, HiveErrors.text(e));
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
