package io.propolis.thrift.wire;

import io.propolis.thrift.api.ApiMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The methods the door answers, by name. What no handler has is not in it, and clients are told so.
 * A method's wire classes are loaded when it is first called: a start loads none of them.
 */
public final class MethodTable {
  /** What answers a method. */
  interface Body {
    @Nullable Object answer(ClientSession session, @Nullable Object[] arguments);
  }

  /** A method as it is called. */
  record Entry(ApiMethod api, Body body, @Nullable HotMethod hot, Length length) {}

  /** How long a call of a method takes. */
  enum Length {
    /** A {@link Lane} may answer it. */
    BRIEF,
    ANY
  }

  private record Target(Handler handler, Method method) {}

  private final Map<String, Target> targets;
  private final HotMethods hot;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private MethodTable(Map<String, Target> targets, HotMethods hot) {
    this.targets = targets;
    this.hot = hot;
  }

  /** With the plain answers alone. Throws as {@link #of(List, HotMethods)}. */
  public static MethodTable of(List<? extends Handler> handlers) {
    return of(handlers, HotMethods.NONE);
  }

  /**
   * With methods that are answered without beans. Throws IllegalArgumentException when two handlers
   * answer the same method, or none one of those.
   */
  public static MethodTable of(List<? extends Handler> handlers, HotMethods hot) {
    var targets = new HashMap<String, Target>();
    for (var handler : handlers) {
      for (var method : handler.getClass().getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && !method.isSynthetic()
            && targets.put(method.getName(), new Target(handler, method)) != null) {
          throw new IllegalArgumentException("Two handlers answer " + method.getName());
        }
      }
    }
    for (var name : hot.byName().keySet()) {
      if (!targets.containsKey(name)) {
        throw new IllegalArgumentException("No handler answers " + name);
      }
    }
    return new MethodTable(Map.copyOf(targets), hot);
  }

  public Set<String> names() {
    return targets.keySet();
  }

  HotMethods.Moments moments() {
    return hot.moments();
  }

  Optional<Entry> find(String name) {
    var known = entries.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var target = targets.get(name);
    return target == null
        ? Optional.empty()
        : Optional.of(entries.computeIfAbsent(name, n -> entry(n, target)));
  }

  private Entry entry(String name, Target target) {
    var api =
        ApiMethod.find(name)
            .orElseThrow(() -> new IllegalStateException("The API has no method " + name));
    var required = required(target.method());
    var body = body(target);
    return new Entry(
        api,
        (session, arguments) -> {
          required.forEach((index, parameter) -> check(arguments[index], parameter));
          return body.answer(session, arguments);
        },
        hot.byName().get(name),
        hot.brief().contains(name) ? Length.BRIEF : Length.ANY);
  }

  /** Parameters that a handler does not accept as null, by their place after the session. */
  private static Map<Integer, String> required(Method method) {
    var required = new HashMap<Integer, String>();
    for (int i = 1; i < method.getParameterCount(); i++) {
      if (!method.getAnnotatedParameterTypes()[i].isAnnotationPresent(Nullable.class)) {
        required.put(i - 1, method.getParameters()[i].getName());
      }
    }
    return Map.copyOf(required);
  }

  private static void check(@Nullable Object argument, String parameter) {
    if (argument == null) {
      throw new BrokenCallException("The call gives no " + parameter);
    }
  }

  private static Body body(Target target) {
    MethodHandle handle;
    try {
      target.method().setAccessible(true); // handlers are not public classes
      int parameters = target.method().getParameterCount() - 1;
      handle =
          MethodHandles.lookup()
              .unreflect(target.method())
              .bindTo(target.handler())
              .asSpreader(Object[].class, parameters)
              .asType(MethodType.methodType(Object.class, ClientSession.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot call " + target.method(), e);
    }
    return (session, arguments) -> {
      try {
        return (Object) handle.invokeExact(session, (Object[]) arguments);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
