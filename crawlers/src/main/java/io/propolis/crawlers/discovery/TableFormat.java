package io.propolis.crawlers.discovery;

/** Table formats with metadata of their own; their data files are never a table by themselves. */
public enum TableFormat {
  DELTA("Delta", "_delta_log"),
  HUDI("Hudi", ".hoodie"),
  ICEBERG("Iceberg", "metadata/*.metadata.json");

  private final String label;
  private final String sign;

  TableFormat(String label, String sign) {
    this.label = label;
    this.sign = sign;
  }

  /** Its name, for people. */
  public String label() {
    return label;
  }

  /** Why a folder is a table. */
  public String reason() {
    return "it is the root of a table of %s: it holds %s".formatted(label, sign);
  }
}
