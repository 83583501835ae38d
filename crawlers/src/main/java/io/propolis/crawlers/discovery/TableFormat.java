package io.propolis.crawlers.discovery;

/** Table formats with metadata of their own; their data files are never a table by themselves. */
enum TableFormat {
  DELTA("Delta", "_delta_log"),
  HUDI("Hudi", ".hoodie"),
  ICEBERG("Iceberg", "metadata/*.metadata.json");

  private final String label;
  private final String sign;

  TableFormat(String label, String sign) {
    this.label = label;
    this.sign = sign;
  }

  String reason() {
    return "is the root of %s table (it holds %s); this version registers none"
        .formatted(this == ICEBERG ? "an Iceberg" : "a " + label, sign);
  }
}
