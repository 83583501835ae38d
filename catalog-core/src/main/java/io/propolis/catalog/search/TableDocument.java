package io.propolis.catalog.search;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.search.TableSearch.SortField;
import io.propolis.catalog.search.TableSearch.TimeField;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a table to those who look for it. Fields are {@code name}, {@code databasename},
 * {@code owner}, {@code tabletype}, {@code location}, the keys of parameters, and what doors keep
 * beside a table (the extra {@code glue.Description} is the field {@code description}).
 *
 * @param updated epoch milliseconds of the newest change that anything says
 * @param terms sorted: for each field its whole text and its words behind the field's name, and all
 *     but those of the location once more behind none
 */
record TableDocument(
    TableName name,
    @Nullable String owner,
    String type,
    @Nullable String classification,
    long created,
    long updated,
    long accessed,
    String[] terms) {
  /** Longer texts are found by their words alone. */
  private static final int MOST_WHOLE = 256;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** As JSON has them. */
  private static final Pattern ESCAPED_SPACE = Pattern.compile("\\\\[nrt]");

  private static final Pattern DIGITS = Pattern.compile("\\d{1,16}");
  private static final char END = 0;
  private static final String CLASSIFICATION = "classification";
  private static final String UPDATED_AT = ".updatedAt";

  static TableDocument of(Table table) {
    var terms = new Terms();
    terms.add("name", table.name().name());
    terms.add("databasename", table.name().database().name());
    terms.add("owner", table.owner());
    terms.add("tabletype", table.type().name());
    terms.addField("location", table.location());
    table.layout().columns().forEach(terms::add);
    table.partitionKeys().forEach(terms::add);
    table.parameters().forEach(terms::add);
    table.extras().forEach(terms::addExtra);
    return new TableDocument(
        table.name(),
        table.owner(),
        table.type().name(),
        table.parameters().get(CLASSIFICATION),
        table.createdAt(),
        updated(table),
        table.lastAccessedAt(),
        terms.all.toArray(String[]::new));
  }

  private static long updated(Table table) {
    long latest = table.createdAt();
    latest = Math.max(latest, number(table.parameters().get(TableRules.LAST_DDL_TIME)) * 1_000);
    for (var extra : table.extras().entrySet()) {
      if (extra.getKey().endsWith(UPDATED_AT)) {
        latest = Math.max(latest, number(extra.getValue()));
      }
    }
    return latest;
  }

  private static long number(@Nullable String text) {
    return text != null && DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  private static final class Terms {
    private final TreeSet<String> all = new TreeSet<>();

    /** What clients said begins with a capital letter there; what a door notes does not. */
    void addExtra(String key, String value) {
      var member = key.substring(key.indexOf('.') + 1);
      if (!member.isEmpty() && Character.isUpperCase(member.charAt(0))) {
        add(member, value);
      }
    }

    void add(Column column) {
      add("column", column.name());
      if (column.comment() != null) {
        add("comment", column.comment());
      }
    }

    /** What is said in a field, and about the table. */
    void add(String field, @Nullable String text) {
      addField(field, text);
      addField("", text);
    }

    /** What is said in a field, and is not found without its name. */
    void addField(String field, @Nullable String text) {
      if (text == null || text.isBlank()) {
        return;
      }
      var folded = text.toLowerCase(Locale.ROOT);
      var words = BETWEEN_WORDS.split(ESCAPED_SPACE.matcher(folded).replaceAll(" "));
      var prefix = field.toLowerCase(Locale.ROOT) + END;
      // Members that doors keep are JSON: the words are the same, the whole is what is quoted.
      var whole = withoutQuotes(folded);
      if (whole.length() <= MOST_WHOLE) {
        all.add(prefix + whole);
      }
      for (var word : words) {
        if (!word.isEmpty()) {
          all.add(prefix + word);
        }
      }
    }

    private static String withoutQuotes(String text) {
      boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      return isQuoted ? text.substring(1, text.length() - 1) : text;
    }
  }

  /** The term of a field's text; of any field's when it is empty. */
  static String term(String field, String text) {
    return field + END + text;
  }

  boolean has(String term) {
    return Arrays.binarySearch(terms, term) >= 0;
  }

  boolean hasBeginning(String term) {
    int place = Arrays.binarySearch(terms, term);
    return place >= 0 || -place - 1 < terms.length && terms[-place - 1].startsWith(term);
  }

  long time(TimeField field) {
    return switch (field) {
      case CREATED -> created;
      case UPDATED -> updated;
      case ACCESSED -> accessed;
    };
  }

  /** What it is sorted by, as a text that sorts alike. */
  String key(SortField field) {
    return switch (field) {
      case NAME -> name.name();
      case DATABASE -> name.database().name();
      case OWNER -> owner == null ? "" : owner;
      case TYPE -> type;
      case CLASSIFICATION -> classification == null ? "" : classification;
      case CREATED -> "%019d".formatted(created);
      case UPDATED -> "%019d".formatted(updated);
      case ACCESSED -> "%019d".formatted(accessed);
    };
  }

  /** The same without terms, which an index keeps by themselves. */
  TableDocument withoutTerms() {
    return new TableDocument(
        name, owner, type, classification, created, updated, accessed, new String[0]);
  }
}
