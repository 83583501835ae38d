package io.propolis.thrift.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that may stand in an expression and their fields, in the order in which Kryo writes
 * them (by name). Hive 2.3, 3.1, 4.0 and 4.1 agree on them.
 */
final class Layouts {
  /** How a field is written. */
  enum Kind {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BOXED_BOOLEAN,
    ENUM,
    BYTES,
    LONGS,
    /** Its class stands before it. */
    OBJECT,
    /** A list whose elements are known to be strings; the class of the list stands before it. */
    STRINGS,
    /** Of a final class, which is not written. */
    DECIMAL_WRITABLE,
    LOCAL_DATE,
    LOCAL_TIME,
    LOCAL_DATE_TIME
  }

  record Field(String name, Kind kind) {}

  static final String DECIMAL_WRITABLE = "org.apache.hadoop.hive.serde2.io.HiveDecimalWritable";
  static final String TEXT = "org.apache.hadoop.io.Text";
  static final String OBJECT_INSPECTORS =
      "[Lorg.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;";

  /** Collections; arrays as lists have a form of their own. */
  static final Set<String> LISTS = Set.of("java.util.ArrayList", "java.util.LinkedList");

  static final String ARRAY_AS_LIST = "java.util.Arrays$ArrayList";

  private static final String LAYOUTS =
      """
      org.apache.hadoop.hive.ql.plan.
      ExprNodeGenericFuncDesc children:o genericUDF:o isSortedExpr:z typeInfo:o
      ExprNodeColumnDesc column:s isPartitionColOrVirtualCol:z isSkewedCol:z tabAlias:s typeInfo:o
      ExprNodeConstantDesc typeInfo:o value:o
      ExprNodeFieldDesc desc:o fieldName:s isList:Z typeInfo:o
      org.apache.hadoop.hive.ql.udf.generic.
      GenericUDFOPEqual compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPEqualNS compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPNotEqual compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPLessThan compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPEqualOrLessThan compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPGreaterThan compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPEqualOrGreaterThan compareOI:o compareType:e opDisplayName:s opName:s result:o
      GenericUDFOPAnd result:o
      GenericUDFOPOr result:o
      GenericUDFOPNot result:o
      GenericUDFOPNull result:o
      GenericUDFOPNotNull result:o
      GenericUDFIn bw:o isInSetConstant:z
      GenericUDFBetween argumentOIs:o egt:o elt:o result:o
      GenericUDFBridge isOperator:z udfClassName:s udfName:s
      GenericUDFStruct
      GenericUDFNamedStruct
      GenericUDFDate
      GenericUDFToDate
      GenericUDFToString
      GenericUDFTimestamp intToTimestampInSeconds:z
      GenericUDFToDecimal typeInfo:o
      GenericUDFToChar typeInfo:o
      GenericUDFToVarchar typeInfo:o
      GenericUDFUpper
      GenericUDFLower
      GenericUDFConcat
      GenericUDFCoalesce
      GenericUDFNullif
      GenericUDFIf
      GenericUDFWhen
      GenericUDFCase
      GenericUDFTrim result:o udfName:s
      GenericUDFLTrim result:o udfName:s
      GenericUDFRTrim result:o udfName:s
      GenericUDFLength result:o
      GenericUDFInstr intWritable:o
      org.apache.hadoop.hive.serde2.typeinfo.
      PrimitiveTypeInfo typeName:s
      CharTypeInfo length:i typeName:s
      VarcharTypeInfo length:i typeName:s
      DecimalTypeInfo precision:i scale:i typeName:s
      StructTypeInfo allStructFieldNames:S allStructFieldTypeInfos:o
      org.apache.hadoop.hive.common.type.
      HiveChar value:s
      HiveVarchar value:s
      HiveDecimal fast0:l fast1:l fast2:l fastIntegerDigitCount:i fastScale:i \
      fastSerializationScale:i fastSignum:i
      Date localDate:D
      Timestamp localDateTime:W
      org.apache.hadoop.hive.serde2.io.
      ByteWritable value:b
      ShortWritable value:h
      DoubleWritable value:d
      DateWritable daysSinceEpoch:i
      DateWritableV2 date:o
      TimestampWritable bytesEmpty:z currentBytes:B externalBytes:B internalBytes:B offset:i \
      timestamp:o timestampEmpty:z
      TimestampWritableV2 bytesEmpty:z currentBytes:B externalBytes:B internalBytes:B offset:i \
      timestamp:o timestampEmpty:z
      HiveCharWritable charLength:i value:o
      HiveVarcharWritable charLength:i value:o
      HiveDecimalWritable fast0:l fast1:l fast2:l fastIntegerDigitCount:i fastScale:i \
      fastSerializationScale:i fastSignum:i internalScratchBuffer:B internalScratchLongs:J isSet:z
      org.apache.hadoop.io.
      BooleanWritable value:z
      IntWritable value:i
      LongWritable value:l
      FloatWritable value:f
      DoubleWritable value:d
      Text bytes:B length:i
      """;

  private static final Map<Character, Kind> KINDS =
      Map.ofEntries(
          Map.entry('z', Kind.BOOLEAN),
          Map.entry('b', Kind.BYTE),
          Map.entry('h', Kind.SHORT),
          Map.entry('i', Kind.INT),
          Map.entry('l', Kind.LONG),
          Map.entry('f', Kind.FLOAT),
          Map.entry('d', Kind.DOUBLE),
          Map.entry('s', Kind.STRING),
          Map.entry('Z', Kind.BOXED_BOOLEAN),
          Map.entry('e', Kind.ENUM),
          Map.entry('B', Kind.BYTES),
          Map.entry('J', Kind.LONGS),
          Map.entry('o', Kind.OBJECT),
          Map.entry('S', Kind.STRINGS),
          Map.entry('D', Kind.LOCAL_DATE),
          Map.entry('W', Kind.LOCAL_DATE_TIME));

  private static final Map<String, List<Field>> BY_CLASS = parsed();

  private Layouts() {}

  /** Null for a class that may not stand in an expression. */
  static @Nullable List<Field> find(String className) {
    return BY_CLASS.get(className);
  }

  private static Map<String, List<Field>> parsed() {
    var layouts = new HashMap<String, List<Field>>();
    var prefix = "";
    for (var line : LAYOUTS.lines().toList()) {
      if (line.endsWith(".")) {
        prefix = line;
        continue;
      }
      var words = line.split(" +");
      var fields = new ArrayList<Field>(words.length);
      for (int i = 1; i < words.length; i++) {
        int colon = words[i].indexOf(':');
        var kind = Objects.requireNonNull(KINDS.get(words[i].charAt(colon + 1)));
        fields.add(new Field(words[i].substring(0, colon), kind));
      }
      layouts.put(prefix + words[0], List.copyOf(fields));
    }
    addObjectInspectors(layouts);
    return Map.copyOf(layouts);
  }

  /** Functions that have seen their arguments keep the types of these. */
  private static void addObjectInspectors(Map<String, List<Field>> layouts) {
    var typeInfo = new Field("typeInfo", Kind.OBJECT);
    var prefix = "org.apache.hadoop.hive.serde2.objectinspector.primitive.";
    for (var type :
        List.of(
            "Boolean",
            "Byte",
            "Short",
            "Int",
            "Long",
            "Float",
            "Double",
            "String",
            "HiveChar",
            "HiveVarchar",
            "HiveDecimal",
            "Date",
            "Timestamp",
            "Void")) {
      var value = type.equals("HiveDecimal") ? Kind.DECIMAL_WRITABLE : Kind.OBJECT;
      layouts.put(prefix + "Java" + type + "ObjectInspector", List.of(typeInfo));
      layouts.put(prefix + "Writable" + type + "ObjectInspector", List.of(typeInfo));
      layouts.put(
          prefix + "WritableConstant" + type + "ObjectInspector",
          List.of(typeInfo, new Field("value", value)));
    }
  }
}
