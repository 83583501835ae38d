package io.propolis.compat.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.ql.exec.FunctionRegistry;
import org.apache.hadoop.hive.ql.exec.UDFArgumentException;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.parse.SemanticException;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/**
 * Expressions on partition keys as HiveServer2 makes them, by name: those of {@code DROP PARTITION}
 * with functions as they come out of the registry, those of pruning with functions that have seen
 * the types of their arguments.
 */
final class Corpus {
  private static final PrimitiveTypeInfo INT = TypeInfoFactory.intTypeInfo;
  private static final PrimitiveTypeInfo STRING = TypeInfoFactory.stringTypeInfo;

  private final Map<String, ExprNodeDesc> expressions = new LinkedHashMap<>();

  static Map<String, ExprNodeDesc> expressions() throws HiveException {
    Corpus corpus = new Corpus();
    corpus.addDrops();
    corpus.addComparisons();
    corpus.addConstants();
    corpus.addLists();
    corpus.addLogic();
    corpus.addCasts();
    corpus.addForeign();
    Generation.addTo(corpus.expressions);
    return corpus.expressions;
  }

  private void addDrops() throws SemanticException {
    ExprNodeDesc year = dropped("=", key("year", INT), constant(INT, 2024));
    ExprNodeDesc city = dropped("=", key("city", STRING), constant(STRING, "Zürich & Genève"));
    expressions.put("drop: year = 2024", year);
    expressions.put("drop: year = 2024 and city = Zürich", dropped("and", year, city));
    expressions.put("drop: year < 2024", dropped("<", key("year", INT), constant(INT, 2024)));
    expressions.put("drop: city != a", dropped("!=", key("city", STRING), constant(STRING, "a")));
    expressions.put("drop: city is null", dropped("isnull", key("city", STRING)));
    ExprNodeDesc shared = key("year", INT);
    expressions.put(
        "drop: one key twice",
        dropped(
            "and",
            dropped(">=", shared, constant(INT, 2020)),
            dropped("<=", shared, constant(INT, 2024))));
  }

  private void addComparisons() throws SemanticException {
    for (String operator : List.of("=", "!=", "<>", "<", "<=", ">", ">=", "<=>")) {
      expressions.put(
          "year " + operator + " 2023", function(operator, key("year", INT), constant(INT, 2023)));
    }
    expressions.put("2023 < year", function("<", constant(INT, 2023), key("year", INT)));
    expressions.put("city = x", function("=", key("city", STRING), constant(STRING, "x")));
    String text = "A text of more than sixty-four characters, so that its length takes two bytes. ";
    expressions.put(
        "city = long text", function("=", key("city", STRING), constant(STRING, text.repeat(3))));
    expressions.put("city = empty", function("=", key("city", STRING), constant(STRING, "")));
    expressions.put(
        "city = default",
        function("=", key("city", STRING), constant(STRING, "__HIVE_DEFAULT_PARTITION__")));
    expressions.put("city is null", function("isnull", key("city", STRING)));
    expressions.put("city is not null", function("isnotnull", key("city", STRING)));
    expressions.put(
        "city like B%", function("like", key("city", STRING), constant(STRING, "B%")));
  }

  private void addConstants() throws SemanticException {
    constantOf(TypeInfoFactory.booleanTypeInfo, true);
    constantOf(TypeInfoFactory.byteTypeInfo, (byte) -7);
    constantOf(TypeInfoFactory.shortTypeInfo, (short) 300);
    constantOf(INT, Integer.MIN_VALUE);
    constantOf(TypeInfoFactory.longTypeInfo, Long.MAX_VALUE);
    constantOf(TypeInfoFactory.floatTypeInfo, 1.5f);
    constantOf(TypeInfoFactory.doubleTypeInfo, -2.25e10);
    constantOf(STRING, "text");
    constantOf(TypeInfoFactory.getVarcharTypeInfo(10), new HiveVarchar("var", 10));
    constantOf(TypeInfoFactory.getCharTypeInfo(5), new HiveChar("char", 5));
    constantOf(TypeInfoFactory.getDecimalTypeInfo(10, 2), HiveDecimal.create("123.45"));
    constantOf(
        TypeInfoFactory.getDecimalTypeInfo(38, 10),
        HiveDecimal.create("1234567890123456789012345678.0123456789"));
    constantOf(TypeInfoFactory.dateTypeInfo, Generation.date("2024-02-29"));
    constantOf(
        TypeInfoFactory.timestampTypeInfo, Generation.timestamp("2024-02-29 06:30:00.123456789"));
    expressions.put("null constant", function("=", key("year", INT), constant(INT, null)));
  }

  private void constantOf(PrimitiveTypeInfo type, Object value) throws SemanticException {
    expressions.put(
        type.getTypeName() + " constant", function("=", key("k", type), constant(type, value)));
  }

  private void addLists() throws SemanticException {
    expressions.put(
        "year in 2022, 2024",
        function("in", key("year", INT), constant(INT, 2022), constant(INT, 2024)));
    expressions.put(
        "not year in 2022, 2024",
        function(
            "not", function("in", key("year", INT), constant(INT, 2022), constant(INT, 2024))));
    expressions.put(
        "city in a, b",
        function("in", key("city", STRING), constant(STRING, "a"), constant(STRING, "b")));
    expressions.put(
        "struct in",
        function(
            "in",
            function("struct", key("year", INT), key("city", STRING)),
            struct(2024, "a"),
            struct(2023, "b")));
    expressions.put(
        "folded struct in",
        function(
            "in",
            function("struct", key("year", INT), key("city", STRING)),
            foldedStruct(2024, "a"),
            foldedStruct(2023, "b")));
    expressions.put("between", between(false));
    expressions.put("not between", between(true));
  }

  private static ExprNodeDesc struct(int year, String city) throws SemanticException {
    return function("struct", constant(INT, year), constant(STRING, city));
  }

  private static ExprNodeDesc foldedStruct(int year, String city) {
    TypeInfo type =
        TypeInfoFactory.getStructTypeInfo(
            new ArrayList<>(List.of("col1", "col2")), new ArrayList<>(List.of(INT, STRING)));
    return new ExprNodeConstantDesc(type, new ArrayList<>(Arrays.asList(year, city)));
  }

  private static ExprNodeDesc between(boolean inverted) throws SemanticException {
    return function(
        "between",
        constant(TypeInfoFactory.booleanTypeInfo, inverted),
        key("year", INT),
        constant(INT, 2020),
        constant(INT, 2024));
  }

  private void addLogic() throws SemanticException {
    ExprNodeDesc year = function("=", key("year", INT), constant(INT, 2024));
    ExprNodeDesc city = function("=", key("city", STRING), constant(STRING, "a"));
    ExprNodeDesc other = function(">", key("year", INT), constant(INT, 2030));
    expressions.put("and", function("and", year, city));
    expressions.put("or of three", function("or", year, city, other));
    expressions.put("not", function("not", city));
    expressions.put(
        "nested", function("or", function("and", year, function("not", city)), other));
    expressions.put(
        "and null",
        function("and", year, constant(TypeInfoFactory.booleanTypeInfo, null)));
  }

  private void addCasts() throws SemanticException {
    expressions.put(
        "double(city) = 5",
        function(
            "=",
            cast(TypeInfoFactory.doubleTypeInfo, key("city", STRING)),
            constant(TypeInfoFactory.doubleTypeInfo, 5.0)));
    expressions.put(
        "bigint(year) > 5",
        function(
            ">",
            cast(TypeInfoFactory.longTypeInfo, key("year", INT)),
            constant(TypeInfoFactory.longTypeInfo, 5L)));
    expressions.put(
        "date(city) = date",
        function(
            "=",
            cast(TypeInfoFactory.dateTypeInfo, key("city", STRING)),
            constant(TypeInfoFactory.dateTypeInfo, Generation.date("2024-02-29"))));
    expressions.put(
        "decimal(year) = 2024.5",
        function(
            "=",
            cast(TypeInfoFactory.getDecimalTypeInfo(12, 2), key("year", INT)),
            constant(TypeInfoFactory.getDecimalTypeInfo(12, 2), HiveDecimal.create("2024.50"))));
  }

  private void addForeign() throws SemanticException {
    expressions.put(
        "upper",
        function("=", function("upper", key("city", STRING)), constant(STRING, "ZURICH")));
    expressions.put(
        "year = 2024 and upper",
        function(
            "and",
            function("=", key("year", INT), constant(INT, 2024)),
            function("=", function("upper", key("city", STRING)), constant(STRING, "ZURICH"))));
    expressions.put(
        "concat",
        function(
            "=",
            function("concat", key("city", STRING), constant(STRING, "!")),
            constant(STRING, "a!")));
    expressions.put(
        "two keys", function("=", key("city", STRING), key("k", STRING)));
    expressions.put(
        "outside of the metastore's functions",
        function(
            "=",
            function("get_json_object", key("city", STRING), constant(STRING, "$.a")),
            constant(STRING, "b")));
  }

  static ExprNodeDesc key(String name, TypeInfo type) {
    return new ExprNodeColumnDesc(type, name, null, true);
  }

  static ExprNodeDesc constant(TypeInfo type, Object value) {
    return new ExprNodeConstantDesc(type, value);
  }

  /** As DDL makes it: the function never sees its arguments. */
  static ExprNodeGenericFuncDesc dropped(String function, ExprNodeDesc... arguments)
      throws SemanticException {
    return new ExprNodeGenericFuncDesc(
        TypeInfoFactory.booleanTypeInfo,
        FunctionRegistry.getFunctionInfo(function).getGenericUDF(),
        new ArrayList<>(Arrays.asList(arguments)));
  }

  /** As queries make it. */
  static ExprNodeGenericFuncDesc function(String function, ExprNodeDesc... arguments)
      throws SemanticException {
    return instance(FunctionRegistry.getFunctionInfo(function).getGenericUDF(), arguments);
  }

  private static ExprNodeGenericFuncDesc instance(
      org.apache.hadoop.hive.ql.udf.generic.GenericUDF function, ExprNodeDesc... arguments) {
    try {
      return ExprNodeGenericFuncDesc.newInstance(
          function, new ArrayList<>(Arrays.asList(arguments)));
    } catch (UDFArgumentException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ExprNodeDesc cast(PrimitiveTypeInfo type, ExprNodeDesc argument)
      throws SemanticException {
    org.apache.hadoop.hive.ql.udf.generic.GenericUDF function =
        FunctionRegistry.getFunctionInfo(Generation.cast(type)).getGenericUDF();
    if (function instanceof org.apache.hadoop.hive.ql.udf.SettableUDF settable) {
      try {
        settable.setTypeInfo(type);
      } catch (UDFArgumentException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return instance(function, argument);
  }
}
