package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import com.facebook.fb303.FacebookService;
import io.propolis.thrift.api.ApiMethod;
import io.propolis.thrift.handler.Handlers;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

class HandlerSignatureTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  @TestFactory
  Stream<DynamicTest> everyHandlerMethodIsOneOfTheApi() {
    var api = apiMethods();
    return Handlers.of(given.whole()).stream()
        .flatMap(handler -> methods(handler).stream())
        .map(method -> DynamicTest.dynamicTest(method.getName(), () -> check(method, api)));
  }

  private static void check(Method method, Map<String, Method> api) {
    var parameters = method.getGenericParameterTypes();
    assertThat(parameters[0]).isEqualTo(ClientSession.class);
    var declared = api.get(method.getName());
    if (declared == null) {
      var dropped = ApiMethod.find(method.getName()).orElseThrow();
      assertThat(parameters).hasSize(dropped.parameterCount() + 1);
      assertThat(method.getReturnType() == void.class).isEqualTo(!dropped.returnsValue());
    } else {
      assertThat(Arrays.copyOfRange(parameters, 1, parameters.length))
          .isEqualTo(declared.getGenericParameterTypes());
      assertThat(method.getGenericReturnType()).isEqualTo(declared.getGenericReturnType());
    }
  }

  private static List<Method> methods(Handler handler) {
    return Stream.of(handler.getClass().getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .toList();
  }

  private static Map<String, Method> apiMethods() {
    var methods = new HashMap<String, Method>();
    for (var service : List.of(ThriftHiveMetastore.Iface.class, FacebookService.Iface.class)) {
      for (var method : service.getDeclaredMethods()) {
        methods.put(method.getName(), method);
      }
    }
    return methods;
  }
}
