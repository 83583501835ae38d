package io.propolis.glue.operations;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.TableSearch;
import io.propolis.catalog.search.TableSearch.Comparison;
import io.propolis.catalog.search.TableSearch.Condition;
import io.propolis.catalog.search.TableSearch.Direction;
import io.propolis.catalog.search.TableSearch.Order;
import io.propolis.catalog.search.TableSearch.SortField;
import io.propolis.catalog.search.TableSearch.TimeField;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.EncodedTables;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.PropertyPredicate;
import software.amazon.awssdk.services.glue.model.ResourceShareType;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.Sort;
import software.amazon.awssdk.services.glue.model.SortCriterion;

/** Tables found by words, fields and times. */
final class SearchCalls implements Noun {
  private static final int PAGE = 100;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private static final Map<String, TimeField> TIMES =
      Map.of(
          "createtime",
          TimeField.CREATED,
          "updatetime",
          TimeField.UPDATED,
          "lastaccesstime",
          TimeField.ACCESSED);

  private static final Map<String, SortField> SORTED_BY =
      Map.of(
          "name", SortField.NAME,
          "databasename", SortField.DATABASE,
          "owner", SortField.OWNER,
          "tabletype", SortField.TYPE,
          "classification", SortField.CLASSIFICATION,
          "createtime", SortField.CREATED,
          "updatetime", SortField.UPDATED,
          "lastaccesstime", SortField.ACCESSED);

  private final EncodedTables encoded;

  SearchCalls(EncodedTables encoded) {
    this.encoded = encoded;
  }

  @Override
  public void serve(OperationTable table) {
    table.addWritten(SearchTablesRequest.class, SearchTablesRequest::builder, this::search);
  }

  private Answer search(Call call, SearchTablesRequest request) {
    var catalog = call.catalog(request.catalogId());
    var conditions = new ArrayList<Condition>(words(request.searchText()));
    request.filters().forEach(filter -> conditions.add(condition(filter)));
    var order = request.sortCriteria().stream().map(SearchCalls::order).toList();
    var share = request.resourceShareType();
    var question =
        "SearchTables %s %s %s %s %s"
            .formatted(
                catalog, request.searchText(), request.filters(), request.sortCriteria(), share);
    var after = call.tokens().last(question, request.nextToken());
    if (share == ResourceShareType.FOREIGN || share == ResourceShareType.FEDERATED) {
      return new TableList(List.of(), null); // nobody shares tables with this account
    }
    int size = Given.pageSize(request.maxResults(), PAGE);
    var found =
        call.session().tables().search(catalog, new TableSearch(conditions, order, after, size));
    var next = found.next().map(last -> call.tokens().next(question, last)).orElse(null);
    return new TableList(
        whole(call, found.tables()).stream().map(table -> encoded.of(call, table)).toList(), next);
  }

  /** In the same order, without those that went meanwhile. */
  private static List<Table> whole(Call call, List<TableName> names) {
    var byDatabase =
        names.stream()
            .collect(
                Collectors.groupingBy(
                    TableName::database, Collectors.mapping(TableName::name, Collectors.toList())));
    var tables = new HashMap<TableName, Table>();
    byDatabase.forEach(
        (DatabaseName database, List<String> of) ->
            call.session()
                .tables()
                .findAll(database, of)
                .forEach(table -> tables.put(table.name(), table)));
    return names.stream().map(tables::get).filter(Objects::nonNull).toList();
  }

  /** What stands in quotes is the whole of something; of all else each word begins some word. */
  private static List<Condition> words(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    var stripped = text.strip();
    if (stripped.length() > 2 && stripped.startsWith("\"") && stripped.endsWith("\"")) {
      return List.of(new Condition.Whole(stripped.substring(1, stripped.length() - 1)));
    }
    return BETWEEN_WORDS
        .splitAsStream(stripped)
        .filter(word -> !word.isEmpty())
        .<Condition>map(Condition.Word::new)
        .toList();
  }

  private static Condition condition(PropertyPredicate filter) {
    var key = Given.required(filter.key(), "Key");
    var value = Given.required(filter.value(), "Value");
    var time = TIMES.get(key.toLowerCase(Locale.ROOT));
    if (time != null) {
      return new Condition.Time(time, comparison(filter), millis(key, value));
    }
    if (comparison(filter) != Comparison.EQUAL) {
      throw GlueException.invalidInput(
          "Comparator %s is for times alone, and %s is none"
              .formatted(filter.comparatorAsString(), key));
    }
    return new Condition.Field(key, value);
  }

  private static Comparison comparison(PropertyPredicate filter) {
    var comparator = filter.comparatorAsString();
    return comparator == null
        ? Comparison.EQUAL
        : switch (comparator) {
          case "GREATER_THAN" -> Comparison.GREATER;
          case "GREATER_THAN_EQUALS" -> Comparison.GREATER_OR_EQUAL;
          case "LESS_THAN" -> Comparison.LESS;
          case "LESS_THAN_EQUALS" -> Comparison.LESS_OR_EQUAL;
          default -> Comparison.EQUAL;
        };
  }

  /** Seconds since the epoch, or ISO 8601. */
  private static long millis(String key, String value) {
    try {
      return value.matches("-?\\d{1,12}(\\.\\d{1,9})?")
          ? new BigDecimal(value).movePointRight(3).longValue()
          : instant(value).toEpochMilli();
    } catch (DateTimeException e) {
      throw GlueException.invalidInput("%s is not a time: %s".formatted(key, value));
    }
  }

  /** A date is its first moment; what names no zone is in UTC. */
  private static Instant instant(String value) {
    if (value.length() == "2024-01-31".length()) {
      return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    var time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime at
        ? at.toInstant()
        : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
  }

  private static Order order(SortCriterion criterion) {
    var name = Given.required(criterion.fieldName(), "FieldName");
    var field =
        Optional.ofNullable(SORTED_BY.get(name.toLowerCase(Locale.ROOT)))
            .orElseThrow(
                () -> GlueException.invalidInput("Tables cannot be sorted by field " + name));
    return new Order(
        field, criterion.sort() == Sort.DESC ? Direction.DESCENDING : Direction.ASCENDING);
  }
}
