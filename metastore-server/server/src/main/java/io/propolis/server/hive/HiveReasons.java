package io.propolis.server.hive;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why properties of Hive and Hadoop have no meaning here. */
final class HiveReasons {
  private record Reason(String why, Pattern names, Loss loss) {}

  private enum Loss {
    /** Nothing that was protected or done before is not, now. */
    NONE,
    /** Somebody may rely on it. */
    WHEN_ON
  }

  /** Values with which a property asks for nothing. */
  private static final Pattern OFF = Pattern.compile("|false|0|none|-1", Pattern.CASE_INSENSITIVE);

  /** The first that matches is the reason. */
  private static final List<Reason> ALL =
      List.of(
          because("the driver follows from the URL", "javax\\.jdo\\.option\\.ConnectionDriverName"),
          because(
              "the pool of connections is the server's own, of store.pool-size",
              "hikari(cp)?\\..*|bonecp\\..*|dbcp\\..*|datanucleus\\.connectionPool.*"),
          because(
              "there is no DataNucleus and no schema of Hive's",
              "(javax\\.jdo|datanucleus)\\..*|metastore\\.(orm|direct\\.sql|try\\.direct"
                  + "|rawstore|jdbc|cached?\\.|ds\\.|schema\\.|integral\\.jdo|initial\\.metadata"
                  + "|txn\\.(store|retryable)).*|metastore\\.(use\\.custom|custom)\\.database.*"),
          because(
              "TLS to the database is said in store.url, as its driver wants it",
              "metastore\\.dbaccess\\.ssl.*"),
          because(
              "keys are told by their content, and TLS is 1.2 or 1.3",
              "metastore\\.(keystore|truststore)\\.type|metastore\\.(key"
                  + "|trust)managerfactory.*|metastore\\.ssl\\.protocol.*"),
          because(
              "only Kerberos and JWT are taken from Hive's properties; passwords are asked "
                  + "for with thrift.users-file",
              "metastore\\.authentication\\..*|metastore\\.custom\\.authentication.*"),
          because(
              "both protocols, framed or not, are served at once",
              "metastore\\.thrift\\.(framed|compact).*"),
          because(
              "the HTTP door has limits of its own",
              "metastore\\.(server\\.thrift\\.http\\..*\\.header\\.size"
                  + "|thrift\\.http\\.max\\.idle\\.time)|hive\\.metastore\\.httpserver\\..*"),
          because(
              "threads come and go with the calls",
              "metastore\\.server\\.min\\.threads|metastore\\.thread\\.pool.*"
                  + "|metastore\\.(fshandler|file\\.metadata)\\.threads"
                  + "|metastore\\.num\\.striped.*"),
          because("it is always on", "metastore\\.server\\.tcp\\.keepalive"),
          because("clients may call set_ugi, or not", "metastore\\.execute\\.setugi"),
          because(
              "it is for clients, which are told it when they ask",
              "metastore\\.batch\\.retrieve.*|metastore\\.(msck|getpartitions"
                  + "|connect\\.retries|failure\\.retries|thrift\\.client"
                  + "|thrift\\.uri\\.selection|uri\\.resolver|token\\.signature|filter\\.hook"
                  + "|lock)\\b.*|metastore\\.client\\..*"),
          because(
              "clients find this server by its address",
              "metastore\\.(service\\.discovery|zookeeper).*|hive\\.zookeeper\\..*"),
          because(
              "the notification log is always kept; classes of Hive's are not loaded",
              "metastore\\.((transactional|end)\\.)?(event|function)\\.listeners"),
          lost(
              "privileges are kept for the engines that enforce them; this server refuses "
                  + "nobody by them",
              "metastore\\.pre\\.event.*|metastore\\.(metastore\\.)?event\\.db\\.notification\\.api\\.auth"
                  + "|hive\\.security\\.(metastore\\.)?auth.*|metastore\\.users\\.in\\.admin.*"
                  + "|metastore\\.server\\.filter.*|hive\\.metastore\\.authorization.*"
                  + "|hive\\.metastore\\.pre-event.*"),
          because(
              "every change is logged with its objects, and read 10,000 at a time",
              "metastore\\.(alterPartitions\\.)?notification.*"
                  + "|hive\\.metastore\\.(dml\\.events|alter\\.notifications.*|notifications.*)"
                  + "|metastore\\.notification.*|metastore\\.max\\.event\\.response"),
          because(
              "all events are kept for the same time, also those of replication",
              "metastore\\.repl\\.event\\.db.*"),
          because(
              "the log of changes is looked through from the first minute on, in small " + "steps",
              "metastore\\.event\\.(db\\.)?(clean|listener\\.clean|expiry).*"),
          because(
              "Hive's own servers replicate; here their progress and metrics are kept",
              "metastore\\.(repl\\.(cm|cmrootdir|rootdir|copyfile|txn|metrics\\.(cache"
                  + "|update))|repl\\.message)\\b.*"),
          because(
              "tables are kept as clients make them, whatever they say they can do",
              "metastore\\.metadata\\.transformer.*"),
          because(
              "classes of Hive's are not loaded",
              "metastore\\.(alter\\.handler|fs\\.handler|hmshandler|init\\.hooks"
                  + "|expression\\.proxy|storage\\.schema|task\\.threads"
                  + "|materializations|metadata\\.export|metadata\\.move|added\\.jars"
                  + "|decode\\.filter).*"),
          because("statistics need no such cache", "metastore\\.aggregate\\.stats\\.cache.*"),
          because(
              "statistics are kept as clients report them, with sizes and numbers of files "
                  + "from the storage",
              "metastore\\.(stats|colstats)\\..*|hive\\.txn\\.stats.*"),
          because(
              "tokens are kept in the catalog's database and removed when they are over",
              "(metastore|hive)\\.cluster\\.delegation\\.token\\.(store|gc).*"),
          lost(
              "compactions are queued and their states kept; Hive's own servers look for them "
                  + "and run them (hive.metastore.runworker.in=hs2)",
              "(hive|metastore)\\.compactor\\.(initiator\\.on|worker\\.threads|cleaner\\.on)"),
          because(
              "every server does its share of the house-keeping; compactions and "
                  + "partitions are looked for by Hive's own servers",
              "metastore\\.(housekeeping|acid|compactor|compaction|deltametrics"
                  + "|timedout\\.txn|writeset|partition\\.management|iceberg\\.table\\.expiry"
                  + "|repl\\.metrics\\.cleanup|runtime\\.stats\\.clean"
                  + "|scheduled\\.queries\\.execution\\.maint|count\\.open)\\b.*"
                  + "|runtime\\.stats\\.clean.*|hive\\.compactor\\..*|compactor\\..*"
                  + "|hive\\.metastore\\.runworker.*|metastore\\.acidmetrics.*"),
          because(
              "transactions have the limits that Hive has by default",
              "metastore\\.(txn|max\\.open\\.txns).*"),
          because(
              "columns may change their types, as those of Iceberg's tables do",
              "metastore\\.disallow\\.incompatible.*|metastore\\.allow\\.incompatible.*"),
          because(
              "names may have any characters that Hive's paths can hold",
              "metastore\\.partition\\.name\\.whitelist.*|metastore\\.support\\.special.*"),
          because(
              "it is __HIVE_DEFAULT_PARTITION__, as every client writes it by default",
              "metastore\\.default\\.partition\\.name"),
          because(
              "partitions are answered in full, in the order of their names",
              "metastore\\.(partition\\.order|partitions\\.parameters).*"),
          because(
              "partitions keep the parameters that clients give them",
              "metastore\\.partition\\.inherit.*"),
          because(
              "tables are kept as clients make them; only the columns of Hive's Avro SerDe "
                  + "are derived",
              "metastore\\.(create\\.as\\.acid|strict\\.managed|serdes\\.).*"),
          because("the default catalog is hive", "metastore\\.catalog\\.default"),
          because(
              "there are no servlets of Hive's",
              "metastore\\.(catalog\\.servlet|iceberg\\.catalog).*"
                  + "|hive\\.metastore\\.properties\\..*"),
          because(
              "a tenant's tables lie in the folder of their database: create it with LOCATION",
              "metastore\\.warehouse\\.tenant.*"),
          because("metrics are not Hive's", "metastore\\.metrics.*|hive\\.service\\.metrics.*"),
          because("the log is set by log.level", "metastore\\.(log4j|async\\.log|dump\\.config).*"),
          because("no property of this name is known", "metastore\\..*|hive\\.metastore\\..*"),
          because(
              "it is for Hive's query engine or its plug-ins, not for its metastore",
              "hive\\..*|mapred.*|mapreduce\\..*|tez\\..*|spark\\..*|yarn\\..*|llap\\..*"
                  + "|ranger\\..*|xasecure\\..*|atlas\\..*|hadoop\\.bin\\.path"),
          lost(
              "passwords are not read from Hadoop's credential files: say them by "
                  + "PROPOLIS_STORE_PASSWORD and the like",
              "hadoop\\.security\\.credential\\..*|hadoop\\.security\\.credstore.*"),
          because("emptying the trash is left to the storage", "fs\\.trash\\..*"),
          because(
              "there is no Hadoop in this server",
              "fs\\..*|dfs\\..*|io\\..*|ipc\\..*|net\\..*|ha\\..*|hadoop\\..*|nfs\\..*"
                  + "|ftp.*|rpc\\..*|topology\\..*|proxyuser.*"));

  private HiveReasons() {}

  private static Reason because(String why, String names) {
    return new Reason(why, Pattern.compile(names), Loss.NONE);
  }

  private static Reason lost(String why, String names) {
    return new Reason(why, Pattern.compile(names), Loss.WHEN_ON);
  }

  /** Whether somebody who has said so goes without what he may rely on. */
  static boolean isLoss(String name, String value) {
    return !OFF.matcher(value.strip()).matches()
        && reason(name).filter(each -> each.loss() == Loss.WHEN_ON).isPresent();
  }

  private static Optional<Reason> reason(String name) {
    return ALL.stream().filter(each -> each.names().matcher(name).matches()).findFirst();
  }

  /** Of a property by the standalone metastore's name, where it has two. */
  static String of(String name) {
    return reason(name).map(Reason::why).orElse("no property of this name is known");
  }

  static Stream<String> all() {
    return ALL.stream().map(Reason::why).distinct();
  }
}
