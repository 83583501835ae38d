package io.propolis.crawlers.discovery;

import java.util.List;

/** Something that is or becomes a table, wherever it lies. */
public interface Found {
  /** Where it lies: a folder of the lake, or what stands for one elsewhere. */
  String location();

  /** Why it is a table and looks as it does, one line each. */
  List<String> reasons();
}
