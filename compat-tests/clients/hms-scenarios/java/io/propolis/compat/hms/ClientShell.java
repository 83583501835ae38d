package io.propolis.compat.hms;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;

/**
 * Does what standard input says, for tests in which clients of several generations take turns. A
 * line is a verb and its words, separated by blanks, each in URL encoding. Its answer is any number
 * of lines {@code @value key value} and then {@code @ok}, or {@code @failed} with the trace.
 */
public final class ClientShell {
  /** What a line begins with. */
  interface Verb {
    /** Answers with values by key. */
    Map<String, String> run(List<String> words) throws Exception;
  }

  private final PrintStream out = System.out;
  private final Map<String, Verb> verbs = new TreeMap<>();
  private HiveMetaStoreClient client;

  private ClientShell() {
    verbs.put("connect", this::connect);
    SharedObjects.addVerbs(this);
    Credentials.addVerbs(this);
  }

  public static void main(String[] args) throws Exception {
    // What the client prints of its own accord is no answer.
    ClientShell shell = new ClientShell();
    System.setOut(System.err);
    shell.answerAll();
  }

  void add(String name, Verb verb) {
    verbs.put(name, verb);
  }

  HiveMetaStoreClient client() {
    return client;
  }

  /** The address and any number of {@code property=value}. */
  Map<String, String> connect(List<String> words) throws Exception {
    disconnect();
    Map<String, String> properties = new TreeMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      properties.put(word.substring(0, equals), word.substring(equals + 1));
    }
    client = Generation.connect(words.get(0), properties);
    return Map.of("generation", Generation.NAME);
  }

  private void disconnect() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private void answerAll() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answer(line);
    }
    disconnect();
  }

  private void answer(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(URLDecoder.decode(word, StandardCharsets.UTF_8));
    }
    try {
      Verb verb = verbs.get(words.get(0));
      if (verb == null) {
        throw new IllegalArgumentException(words.get(0) + " is none of " + verbs.keySet());
      }
      verb.run(words.subList(1, words.size()))
          .forEach((key, value) -> out.println("@value " + encoded(key) + " " + encoded(value)));
      out.println("@ok");
    } catch (Throwable failure) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      out.println("@failed " + encoded(trace.toString()));
    }
    out.flush();
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }
}
