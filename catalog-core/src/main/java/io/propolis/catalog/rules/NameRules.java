package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;

/** Which names may be given. */
public final class NameRules {
  /** Longest name, in characters. */
  public static final int MAX_LENGTH = 255;

  private NameRules() {}

  /** Letters, digits, underscore and hyphen. */
  public static void checkDatabase(Entity entity, String name) {
    boolean allowed =
        !name.isEmpty()
            && name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    check(allowed, entity, name);
  }

  /**
   * Any printable characters but a backslash, the backquote that quotes names and the semicolon
   * that ends statements: Hive allows quoted names with punctuation, a slash among it. What a
   * folder's name cannot hold is written otherwise there, see {@link TableRules#defaultLocation}.
   */
  public static void checkTable(String name) {
    boolean allowed = !name.isEmpty() && name.codePoints().noneMatch(NameRules::isBarred);
    check(allowed, Entity.TABLE, name);
  }

  private static boolean isBarred(int c) {
    return Character.isISOControl(c) || c == '\\' || c == '`' || c == ';';
  }

  /** Letters, digits and underscore, as Hive has it. */
  public static void checkFunction(String name) {
    checkWord(Entity.FUNCTION, name);
  }

  /** Letters, digits and underscore. */
  public static void checkWord(Entity entity, String name) {
    boolean allowed =
        !name.isEmpty()
            && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    check(allowed, entity, name);
  }

  /** Anything but nothing. */
  public static void checkFilled(Entity entity, String name) {
    check(!name.isBlank(), entity, name);
  }

  private static void check(boolean allowed, Entity entity, String name) {
    if (!allowed) {
      throw invalid(
          entity,
          entity.name().toLowerCase(java.util.Locale.ROOT) + " name is not valid: '" + name + "'");
    }
    if (name.length() > MAX_LENGTH) {
      throw invalid(
          entity,
          "%s name has %d characters, more than %d: '%s'"
              .formatted(
                  entity.name().toLowerCase(java.util.Locale.ROOT),
                  name.length(),
                  MAX_LENGTH,
                  name));
    }
  }
}
