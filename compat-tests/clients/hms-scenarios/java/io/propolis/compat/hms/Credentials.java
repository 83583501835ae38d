package io.propolis.compat.hms;

import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * Who the client is, and whether its connection carries what it should:
 *
 * <ul>
 *   <li>{@code login principal keytab}: gets a Kerberos ticket, for all connections from then on;
 *   <li>{@code token owner renewer}: asks for a delegation token; the answer's {@code token};
 *   <li>{@code connect-with-token user token service address property=value…}: without a ticket;
 *   <li>{@code probe database folder}: makes and reads something large; the answer's {@code owner}.
 * </ul>
 */
final class Credentials {
  private static final int LARGE = 300_000;

  private final ClientShell shell;

  private Credentials(ClientShell shell) {
    this.shell = shell;
  }

  static void addVerbs(ClientShell shell) {
    Credentials credentials = new Credentials(shell);
    shell.add("login", credentials::login);
    shell.add("token", credentials::token);
    shell.add("connect-with-token", credentials::connectWithToken);
    shell.add("probe", credentials::probe);
  }

  private Map<String, String> login(List<String> words) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("hadoop.security.authentication", "kerberos");
    UserGroupInformation.setConfiguration(configuration);
    UserGroupInformation.loginUserFromKeytab(words.get(0), words.get(1));
    return Map.of();
  }

  private Map<String, String> token(List<String> words) throws Exception {
    return Map.of("token", shell.client().getDelegationToken(words.get(0), words.get(1)));
  }

  private Map<String, String> connectWithToken(List<String> words) throws Exception {
    Token<TokenIdentifier> token = new Token<>();
    token.decodeFromUrlString(words.get(1));
    token.setService(new Text(words.get(2)));
    UserGroupInformation user = UserGroupInformation.createRemoteUser(words.get(0));
    user.addToken(token);
    PrivilegedExceptionAction<Map<String, String>> connecting =
        () -> shell.connect(words.subList(3, words.size()));
    return user.doAs(connecting);
  }

  private Map<String, String> probe(List<String> words) throws Exception {
    String name = words.get(0);
    Database database = new Database();
    database.setName(name);
    database.setLocationUri(words.get(1));
    shell.client().createDatabase(database);
    try {
      Table table = new Table();
      table.setDbName(name);
      table.setTableName("large");
      table.setTableType("MANAGED_TABLE");
      table.setSd(Scenarios.storage(null));
      table.setPartitionKeys(List.of(new FieldSchema("day", "string", "x".repeat(LARGE))));
      table.setParameters(new java.util.HashMap<>());
      shell.client().createTable(table);
      Table found = shell.client().getTable(name, "large");
      if (!found.getPartitionKeys().equals(table.getPartitionKeys())) {
        throw new AssertionError("Another table came back: " + found);
      }
      return Map.of("owner", shell.client().getDatabase(name).getOwnerName());
    } finally {
      shell.client().dropDatabase(name, true, true, true);
    }
  }
}
