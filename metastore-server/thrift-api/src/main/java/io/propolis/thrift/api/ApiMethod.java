package io.propolis.thrift.api;

import com.facebook.fb303.FacebookService;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.FieldMetaData;
import org.jspecify.annotations.Nullable;

/**
 * How a method of the API stands on the wire: its arguments, its result and the errors it declares.
 * Made when first asked for, so that a start loads none of the thousand generated classes.
 */
public final class ApiMethod {
  private final String name;
  private final Supplier<? extends TBase<?, ?>> arguments;
  private final @Nullable Supplier<? extends TBase<?, ?>> results;
  private final List<? extends TFieldIdEnum> parameters;
  private final @Nullable TFieldIdEnum success;
  private final Map<Class<? extends TException>, ? extends TFieldIdEnum> errors;

  ApiMethod(
      String name,
      Supplier<? extends TBase<?, ?>> arguments,
      @Nullable Supplier<? extends TBase<?, ?>> results,
      List<? extends TFieldIdEnum> parameters,
      @Nullable TFieldIdEnum success,
      Map<Class<? extends TException>, ? extends TFieldIdEnum> errors) {
    this.name = name;
    this.arguments = arguments;
    this.results = results;
    this.parameters = parameters;
    this.success = success;
    this.errors = errors;
  }

  /** The method of that name; empty when no known IDL has it. Names are Java identifiers. */
  public static Optional<ApiMethod> find(String name) {
    return DroppedMethods.find(name)
        .or(() -> generated(ThriftHiveMetastore.class, name))
        .or(() -> generated(FacebookService.class, name));
  }

  public String name() {
    return name;
  }

  /** True for fb303's {@code shutdown} and {@code reinitialize}, which expect no reply. */
  public boolean isOneway() {
    return results == null;
  }

  public TBase<?, ?> newArguments() {
    return arguments.get();
  }

  /** An empty result. Throws IllegalStateException for a oneway method. */
  public TBase<?, ?> newResult() {
    if (results == null) {
      throw new IllegalStateException(name + " has no result");
    }
    return results.get();
  }

  public int parameterCount() {
    return parameters.size();
  }

  /** The arguments in the order of the IDL; what was not sent is null, 0 or false. */
  public @Nullable Object[] values(TBase<?, ?> sent) {
    var values = new @Nullable Object[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = open(sent).getFieldValue(parameters.get(i));
    }
    return values;
  }

  /** Puts the parameters into empty arguments: the client's side of {@link #values}. */
  public TBase<?, ?> argumentsOf(@Nullable Object... values) {
    var made = newArguments();
    for (int i = 0; i < values.length; i++) {
      open(made).setFieldValue(parameters.get(i), values[i]);
    }
    return made;
  }

  /** True when a successful result carries a value. */
  public boolean returnsValue() {
    return success != null;
  }

  /** Sets the value of a result that has one. */
  public void succeed(TBase<?, ?> result, Object value) {
    if (success == null) {
      throw new IllegalStateException(name + " returns no value");
    }
    open(result).setFieldValue(success, value);
  }

  /** The value of a result, null when it has none. */
  public @Nullable Object success(TBase<?, ?> result) {
    return success == null ? null : open(result).getFieldValue(success);
  }

  /** The error in a result, empty when it succeeded. */
  public Optional<TException> error(TBase<?, ?> result) {
    return errors.values().stream()
        .filter(field -> open(result).isSet(field))
        .map(field -> (TException) open(result).getFieldValue(field))
        .findFirst();
  }

  /** The errors that the method declares, in the order of their field numbers. */
  public Set<Class<? extends TException>> errors() {
    return errors.keySet();
  }

  /** Puts a declared error into the result; false, and nothing done, when it is not declared. */
  public boolean fail(TBase<?, ?> result, TException error) {
    var field = errors.get(error.getClass());
    if (field == null) {
      return false;
    }
    open(result).setFieldValue(field, error);
    return true;
  }

  private static Optional<ApiMethod> generated(Class<?> service, String name) {
    var arguments = nested(service, name + "_args");
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    var parameters = List.copyOf(fields(arguments.get()).keySet());
    var results = nested(service, name + "_result");
    if (results.isEmpty()) {
      return Optional.of(
          new ApiMethod(name, constructor(arguments.get()), null, parameters, null, Map.of()));
    }
    TFieldIdEnum success = null;
    var errors = new LinkedHashMap<Class<? extends TException>, TFieldIdEnum>();
    for (var field : fields(results.get()).entrySet()) {
      if (field.getKey().getThriftFieldId() == 0) {
        success = field.getKey();
      } else {
        errors.put(exceptionType(results.get(), field.getKey()), field.getKey());
      }
    }
    return Optional.of(
        new ApiMethod(
            name,
            name.equals("add_dynamic_partitions")
                ? AddDynamicPartitionsOfAllLines::new
                : constructor(arguments.get()),
            constructor(results.get()),
            parameters,
            success,
            errors));
  }

  private static Optional<Class<?>> nested(Class<?> service, String simpleName) {
    try {
      return Optional.of(
          Class.forName(service.getName() + "$" + simpleName, true, service.getClassLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<? extends TFieldIdEnum, FieldMetaData> fields(Class<?> struct) {
    return FieldMetaData.getStructMetaDataMap((Class) struct);
  }

  /** The published metadata call every exception a struct of unknown class; the getter knows. */
  private static Class<? extends TException> exceptionType(Class<?> result, TFieldIdEnum field) {
    var name = field.getFieldName();
    var getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      return result.getMethod(getter).getReturnType().asSubclass(TException.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("No " + getter + " in " + result.getName(), e);
    }
  }

  private static Supplier<TBase<?, ?>> constructor(Class<?> struct) {
    MethodHandle handle;
    try {
      handle =
          MethodHandles.publicLookup()
              .findConstructor(struct, MethodType.methodType(void.class))
              .asType(MethodType.methodType(TBase.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No empty constructor of " + struct.getName(), e);
    }
    return () -> {
      try {
        return (TBase<?, ?>) handle.invokeExact();
      } catch (Throwable e) {
        throw new IllegalStateException("Cannot make " + struct.getName(), e);
      }
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TBase<?, TFieldIdEnum> open(TBase<?, ?> struct) {
    return (TBase) struct;
  }

  /** Names of the methods that the published classes and the dropped calls make up. */
  public static List<String> names() {
    var names = new ArrayList<String>();
    for (var service : List.of(ThriftHiveMetastore.Iface.class, FacebookService.Iface.class)) {
      for (var method : service.getDeclaredMethods()) {
        names.add(method.getName());
      }
    }
    names.addAll(DroppedMethods.names());
    return names.stream().distinct().sorted().toList();
  }
}
