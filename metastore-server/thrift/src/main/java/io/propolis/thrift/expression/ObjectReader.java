package io.propolis.thrift.expression;

import io.propolis.thrift.expression.Layouts.Field;
import io.propolis.thrift.expression.Layouts.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one graph of objects. Names of classes are only looked up in {@link Layouts}. */
final class ObjectReader {
  /** Which libraries wrote the bytes, where that changes them. */
  enum Dialect {
    /** Hive 2.3 and 3.1 on Hadoop before 3.3. */
    KRYO_3(3, false),
    KRYO_3_TEXT_LENGTH(3, true),
    /** Hive 4 on Hadoop before 3.3. */
    KRYO_5(5, false),
    KRYO_5_TEXT_LENGTH(5, true);

    private final int kryo;

    /** Since Hadoop 3.3, a Text has another field. */
    private final boolean textLength;

    Dialect(int kryo, boolean textLength) {
      this.kryo = kryo;
      this.textLength = textLength;
    }

    /** Whether the class of the expression stands before it. */
    boolean withClass() {
      return kryo == 5;
    }
  }

  private static final int MAX_DEPTH = 300;
  private static final int MAX_OBJECTS = 200_000;
  private static final int MAX_LONGS = 1_024;
  private static final Object INCOMPLETE = new Object();

  /** Primitive classes are numbered from 0 by Kryo. */
  private static final List<String> NUMBERED =
      List.of("int", "String", "float", "boolean", "byte", "char", "short", "long", "double");

  private static final String SQL_DATE = "java.sql.Date";
  private static final String SQL_TIMESTAMP = "java.sql.Timestamp";

  /** Classes that Hive numbers: 2.3 and 3.1 share no number with different meanings that matter. */
  private static final Map<Integer, String> HIVE_3_NUMBERS =
      Map.of(10, SQL_DATE, 11, SQL_TIMESTAMP, 13, Layouts.ARRAY_AS_LIST, 14, Layouts.ARRAY_AS_LIST);

  private static final Map<Integer, String> HIVE_4_NUMBERS =
      Map.of(9, SQL_DATE, 10, SQL_TIMESTAMP, 13, Layouts.ARRAY_AS_LIST);

  private final KryoBytes in;
  private final Dialect dialect;
  private final List<String> classes = new ArrayList<>();
  private final List<Object> references = new ArrayList<>();
  private int objects;

  private ObjectReader(byte[] bytes, Dialect dialect) {
    this.in = new KryoBytes(bytes);
    this.dialect = dialect;
  }

  /** The whole of the bytes as an object whose class is not written. */
  static @Nullable Object read(byte[] bytes, Dialect dialect, String className)
      throws UnreadableExpressionException {
    var reader = new ObjectReader(bytes, dialect);
    return reader.complete(reader.object(className, 0));
  }

  /** The whole of the bytes as an object with its class before it. */
  static @Nullable Object read(byte[] bytes, Dialect dialect) throws UnreadableExpressionException {
    var reader = new ObjectReader(bytes, dialect);
    return reader.complete(reader.classAndObject(0));
  }

  private @Nullable Object complete(@Nullable Object read) throws UnreadableExpressionException {
    if (in.remaining() > 0) {
      throw new UnreadableExpressionException(in.remaining() + " bytes follow the expression");
    }
    return read;
  }

  private @Nullable Object classAndObject(int depth) throws UnreadableExpressionException {
    var className = className();
    return className == null ? null : object(className, depth);
  }

  private @Nullable String className() throws UnreadableExpressionException {
    int number = in.unsigned();
    if (number == 0) {
      return null;
    }
    if (number == 1) {
      return namedClass();
    }
    int id = number - 2;
    if (id < NUMBERED.size()) {
      return NUMBERED.get(id);
    }
    var known = (dialect.kryo == 3 ? HIVE_3_NUMBERS : HIVE_4_NUMBERS).get(id);
    if (known == null) {
      throw new UnreadableExpressionException("it has a class numbered " + id);
    }
    return known;
  }

  /** By its name where it stands first, by the number of that place afterwards. */
  private String namedClass() throws UnreadableExpressionException {
    int place = in.unsigned();
    if (place >= 0 && place < classes.size()) {
      return classes.get(place);
    }
    if (place != classes.size()) {
      throw new UnreadableExpressionException("it refers to a class that it has not named");
    }
    var name = in.text();
    if (name == null || !isKnown(name)) {
      throw new UnreadableExpressionException("it has the class " + printable(name));
    }
    classes.add(name);
    return name;
  }

  private static boolean isKnown(String name) {
    return Layouts.find(name) != null
        || Layouts.LISTS.contains(name)
        || name.equals(Layouts.OBJECT_INSPECTORS)
        || name.equals("java.lang.Object");
  }

  private static String printable(@Nullable String name) {
    var shown = String.valueOf(name).replaceAll("[^\\p{Graph}]", "?");
    return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
  }

  /** An object that is not null, or a reference to one. */
  private Object object(String className, int depth) throws UnreadableExpressionException {
    if (NUMBERED.contains(className) && !className.equals("String")) {
      return primitive(className);
    }
    int mark = in.unsigned();
    if (mark == 0) {
      throw new UnreadableExpressionException("a null where an object must stand");
    }
    return mark == 1 ? fresh(className, depth) : referred(mark - 2);
  }

  private @Nullable Object objectOrNull(String className, int depth)
      throws UnreadableExpressionException {
    int mark = in.unsigned();
    if (mark == 0) {
      return null;
    }
    return mark == 1 ? fresh(className, depth) : referred(mark - 2);
  }

  private Object referred(int place) throws UnreadableExpressionException {
    if (place < 0 || place >= references.size() || references.get(place) == INCOMPLETE) {
      throw new UnreadableExpressionException("it refers to an object that it has not");
    }
    return references.get(place);
  }

  private Object fresh(String className, int depth) throws UnreadableExpressionException {
    if (depth > MAX_DEPTH) {
      throw new UnreadableExpressionException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (++objects > MAX_OBJECTS) {
      throw new UnreadableExpressionException("it has more than " + MAX_OBJECTS + " objects");
    }
    int place = references.size();
    references.add(INCOMPLETE);
    var layout = Layouts.find(className);
    if (layout != null) {
      var object = new HiveObject(className);
      references.set(place, object);
      readFields(object, layout, depth);
      return object;
    }
    var value = value(className, depth);
    references.set(place, value);
    return value;
  }

  private Object value(String className, int depth) throws UnreadableExpressionException {
    if (Layouts.LISTS.contains(className)) {
      return dialect.kryo == 3 ? list3(depth) : list5(depth);
    }
    return switch (className) {
      case "String" -> text();
      case Layouts.OBJECT_INSPECTORS -> elements(in.unsigned() - 1, depth);
      case Layouts.ARRAY_AS_LIST -> {
        int count = in.unsigned();
        className();
        yield elements(count, depth);
      }
      case SQL_DATE -> SqlTimes.date(fixed(8));
      case SQL_TIMESTAMP -> SqlTimes.timestamp(fixed(8), (int) fixed(4));
      case "LocalDate" -> dialect.kryo == 3 ? localDate3() : localDate5();
      case "LocalTime" -> dialect.kryo == 3 ? localTime3() : localTime5();
      case "LocalDateTime" -> localDateTime(depth);
      case "[B" -> in.octets(in.unsigned() - 1);
      case "[J" -> longs();
      case "enum" -> in.unsigned();
      default -> throw new UnreadableExpressionException("it has an object of " + className);
    };
  }

  private Object primitive(String className) throws UnreadableExpressionException {
    return switch (className) {
      case "int" -> in.signed();
      case "long" -> in.signedLong();
      case "boolean" -> in.bool();
      case "byte" -> in.octet();
      case "short" -> (short) fixed(2);
      case "char" -> (char) fixed(2);
      case "float" -> Float.intBitsToFloat((int) fixed(4));
      case "double" -> Double.longBitsToDouble(fixed(8));
      default -> throw new UnreadableExpressionException("it has an object of " + className);
    };
  }

  private long fixed(int width) throws UnreadableExpressionException {
    return dialect.kryo == 3 ? in.fixed(width) : in.fixedReversed(width);
  }

  private String text() throws UnreadableExpressionException {
    var text = in.text();
    if (text == null) {
      throw new UnreadableExpressionException("a null where a text must stand");
    }
    return text;
  }

  private void readFields(HiveObject object, List<Field> layout, int depth)
      throws UnreadableExpressionException {
    for (var field : layout) {
      object.put(field.name(), field(field.kind(), depth + 1));
    }
    if (dialect.textLength && layout == Layouts.find(Layouts.TEXT)) {
      in.signed();
    }
  }

  private @Nullable Object field(Kind kind, int depth) throws UnreadableExpressionException {
    return switch (kind) {
      case BOOLEAN -> in.bool();
      case BYTE -> in.octet();
      case SHORT -> primitive("short");
      case INT -> in.signed();
      case LONG -> in.signedLong();
      case FLOAT -> primitive("float");
      case DOUBLE -> primitive("double");
      case STRING -> objectOrNull("String", depth);
      case BOXED_BOOLEAN -> in.bool() ? in.bool() : null;
      case ENUM -> enumeration(depth);
      case BYTES -> objectOrNull("[B", depth);
      case LONGS -> objectOrNull("[J", depth);
      case OBJECT -> classAndObject(depth);
      case STRINGS -> strings(depth);
      case DECIMAL_WRITABLE -> objectOrNull(Layouts.DECIMAL_WRITABLE, depth);
      case LOCAL_DATE -> objectOrNull("LocalDate", depth);
      case LOCAL_TIME -> objectOrNull("LocalTime", depth);
      case LOCAL_DATE_TIME -> objectOrNull("LocalDateTime", depth);
    };
  }

  /** Kryo 5 has no references to enums. */
  private @Nullable Object enumeration(int depth) throws UnreadableExpressionException {
    if (dialect.kryo == 3) {
      return objectOrNull("enum", depth);
    }
    return in.bool() ? in.unsigned() : null;
  }

  private List<@Nullable Object> elements(int count, int depth)
      throws UnreadableExpressionException {
    var elements = new ArrayList<@Nullable Object>(capacity(count));
    for (int i = 0; i < count; i++) {
      elements.add(classAndObject(depth + 1));
    }
    return elements;
  }

  /** Small, because lists may announce more than they bring, and nest. */
  private int capacity(int count) throws UnreadableExpressionException {
    return Math.min(in.checkCount(count), 16);
  }

  private List<@Nullable Object> list3(int depth) throws UnreadableExpressionException {
    return elements(in.unsigned(), depth);
  }

  /** Elements of one class have it written once. */
  private List<@Nullable Object> list5(int depth) throws UnreadableExpressionException {
    boolean sameClass = in.nextFlag();
    int count = in.flagged() - 1;
    if (!sameClass || count == 0) {
      return elements(count, depth);
    }
    var className = className();
    if (className == null) {
      throw new UnreadableExpressionException("a list has nothing but nulls");
    }
    boolean nulls = in.bool();
    var elements = new ArrayList<@Nullable Object>(capacity(count));
    for (int i = 0; i < count; i++) {
      elements.add(nulls ? nullable(className, depth + 1) : object(className, depth + 1));
    }
    return elements;
  }

  private @Nullable Object nullable(String className, int depth)
      throws UnreadableExpressionException {
    if (NUMBERED.contains(className) && !className.equals("String")) {
      return in.bool() ? primitive(className) : null;
    }
    return objectOrNull(className, depth);
  }

  private @Nullable Object strings(int depth) throws UnreadableExpressionException {
    var className = className();
    if (className == null) {
      return null;
    }
    if (!Layouts.LISTS.contains(className)) {
      throw new UnreadableExpressionException("names of fields are in " + className);
    }
    int mark = in.unsigned();
    if (mark != 1) {
      return referred(mark - 2);
    }
    int place = references.size();
    references.add(INCOMPLETE);
    int count = dialect.kryo == 3 ? in.unsigned() : in.flagged() - 1;
    var strings = new ArrayList<@Nullable Object>(capacity(count));
    for (int i = 0; i < count; i++) {
      strings.add(objectOrNull("String", depth + 1));
    }
    references.set(place, strings);
    return strings;
  }

  private long[] longs() throws UnreadableExpressionException {
    int count = in.checkCount(in.unsigned() - 1);
    if (count > MAX_LONGS) {
      throw new UnreadableExpressionException("it has an array of %d numbers".formatted(count));
    }
    var longs = new long[count];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.signedLong();
    }
    return longs;
  }

  private LocalDate localDate3() throws UnreadableExpressionException {
    int day = (int) in.fixed(2);
    int month = (int) in.fixed(2);
    return localDate(in.signed(), month, day);
  }

  private LocalDate localDate5() throws UnreadableExpressionException {
    int year = in.unsigned();
    int month = in.octet();
    return localDate(year, month, in.octet());
  }

  private static LocalDate localDate(int year, int month, int day)
      throws UnreadableExpressionException {
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      throw new UnreadableExpressionException("it has a date that is none: " + e.getMessage());
    }
  }

  private LocalTime localTime3() throws UnreadableExpressionException {
    int hour = in.octet();
    int minute = in.octet();
    int nano = in.signed();
    return localTime(hour, minute, in.octet(), nano);
  }

  /** The last part that is not zero is written with its bits inverted, except nanoseconds. */
  private LocalTime localTime5() throws UnreadableExpressionException {
    int hour = in.octet();
    if (hour < 0) {
      return localTime(~hour, 0, 0, 0);
    }
    int minute = in.octet();
    if (minute < 0) {
      return localTime(hour, ~minute, 0, 0);
    }
    int second = in.octet();
    return second < 0
        ? localTime(hour, minute, ~second, 0)
        : localTime(hour, minute, second, in.unsigned());
  }

  private static LocalTime localTime(int hour, int minute, int second, int nano)
      throws UnreadableExpressionException {
    try {
      return LocalTime.of(hour, minute, second, nano);
    } catch (DateTimeException e) {
      throw new UnreadableExpressionException("it has a time that is none: " + e.getMessage());
    }
  }

  /** Kryo 5 writes both parts at once, Kryo 3 as objects. */
  private LocalDateTime localDateTime(int depth) throws UnreadableExpressionException {
    if (dialect.kryo == 5) {
      return LocalDateTime.of(localDate5(), localTime5());
    }
    var date = field(Kind.LOCAL_DATE, depth + 1);
    var time = field(Kind.LOCAL_TIME, depth + 1);
    if (date instanceof LocalDate d && time instanceof LocalTime t) {
      return LocalDateTime.of(d, t);
    }
    throw new UnreadableExpressionException("it has half a timestamp");
  }
}
