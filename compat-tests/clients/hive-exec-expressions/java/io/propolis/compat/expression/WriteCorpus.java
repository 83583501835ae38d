package io.propolis.compat.expression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;

/** Writes the corpus to the file {@code args[0]}: a name, a tab and the bytes in base64 a line. */
public final class WriteCorpus {
  private WriteCorpus() {}

  public static void main(String[] args) throws IOException, HiveException {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, ExprNodeDesc> each : Corpus.expressions().entrySet()) {
      byte[] bytes = Generation.serialise(each.getValue());
      lines.append(each.getKey()).append('\t');
      lines.append(Base64.getEncoder().encodeToString(bytes)).append('\n');
    }
    Files.writeString(Path.of(args[0]), lines);
  }
}
