package io.propolis.compat.hms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.thrift.TBase;

/**
 * Objects that several generations of clients make, change and read in turn. Each of the verbs
 * takes the kind, the database, and the folder (as a URI) where its data is, and answers with every
 * field, by path, that this generation knows and that is set:
 *
 * <ul>
 *   <li>{@code create}: makes the object with each field set;
 *   <li>{@code enrich}: reads it, sets each field that is not set and one parameter more, named by
 *       a fourth word, and writes it back; the answer is what was written;
 *   <li>{@code read}.
 * </ul>
 */
final class SharedObjects {

  /** Where the object of a kind is: a test has a database of its own. */
  static final class Place {
    final HiveMetaStoreClient client;
    final String database;
    final String folder;

    Place(HiveMetaStoreClient client, String database, String folder) {
      this.client = client;
      this.database = database;
      this.folder = folder;
    }
  }

  /** A kind of object; it may be made of several beans, which have names then. */
  interface Kind {
    /** The beans as this generation can write them, with what identifies them alone. */
    Map<String, TBase<?, ?>> identity(Place place);

    void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception;

    Map<String, TBase<?, ?>> read(Place place) throws Exception;

    /** Writes back what was read and changed. */
    void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception;

    /** Gives those fields their values that the catalog would refuse with any other. */
    void settle(Place place, Map<String, TBase<?, ?>> beans);
  }

  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    KINDS.put("database", new SharedDatabase());
    KINDS.put("table", new SharedTable("orders", "EXTERNAL_TABLE"));
    KINDS.put("view", new SharedTable("seen", "VIRTUAL_VIEW"));
    KINDS.put("materialized-view", new SharedTable("kept", "MATERIALIZED_VIEW"));
    KINDS.put("partition", new SharedPartition());
    KINDS.put("table-statistics", new SharedStatistics(""));
    KINDS.put("partition-statistics", new SharedStatistics(SharedPartition.NAME));
    KINDS.put("function", new SharedFunction());
    KINDS.put("constraints", new SharedConstraints());
  }

  private final ClientShell shell;

  private SharedObjects(ClientShell shell) {
    this.shell = shell;
  }

  static void addVerbs(ClientShell shell) {
    SharedObjects objects = new SharedObjects(shell);
    shell.add("create", objects::create);
    shell.add("enrich", objects::enrich);
    shell.add("read", objects::read);
    shell.add("drop-constraint", objects::dropConstraint);
  }

  private static Kind kind(List<String> words) {
    Kind kind = KINDS.get(words.get(0));
    if (kind == null) {
      throw new IllegalArgumentException(words.get(0) + " is none of " + KINDS.keySet());
    }
    return kind;
  }

  private Place place(List<String> words) {
    return new Place(shell.client(), words.get(1), words.get(2));
  }

  private Map<String, String> create(List<String> words) throws Exception {
    Kind kind = kind(words);
    Place place = place(words);
    Map<String, TBase<?, ?>> beans = filled(kind, place, kind.identity(place));
    kind.create(place, beans);
    return said(beans);
  }

  private Map<String, String> enrich(List<String> words) throws Exception {
    Kind kind = kind(words);
    Place place = place(words);
    Map<String, TBase<?, ?>> beans = filled(kind, place, kind.read(place));
    kind.alter(place, beans, words.get(3));
    return said(beans);
  }

  private Map<String, String> read(List<String> words) throws Exception {
    return said(kind(words).read(place(words)));
  }

  private Map<String, String> dropConstraint(List<String> words) throws Exception {
    shell.client().dropConstraint(words.get(0), words.get(1), words.get(2));
    return Map.of();
  }

  private static Map<String, TBase<?, ?>> filled(
      Kind kind, Place place, Map<String, TBase<?, ?>> beans) {
    beans.forEach((name, bean) -> EveryField.fill(bean, Generation.NAME + name));
    kind.settle(place, beans);
    return beans;
  }

  private static Map<String, String> said(Map<String, TBase<?, ?>> beans) {
    Map<String, String> said = new TreeMap<>();
    beans.forEach((name, bean) -> said.putAll(EveryField.said(bean, name)));
    return said;
  }

  static EnvironmentContext withoutCountingFiles() {
    EnvironmentContext context = new EnvironmentContext();
    context.setProperties(new HashMap<>(Map.of("DO_NOT_UPDATE_STATS", "true")));
    return context;
  }
}
