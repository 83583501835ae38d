package io.propolis.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one setting; its key is the component's place in the tree, {@code store.pool-size}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** What it decides, for people; one sentence or two, without the default. */
  String help();

  /** The kind of value, as help texts show it. */
  String label();

  /**
   * What it is when nobody says; "" leaves it absent; {@code {data}} stands for the data folder.
   */
  String initial() default "";

  /** Other names of the flag. */
  String[] flags() default {};

  /** Lowest value of a number. */
  int min() default 0;

  /** Highest value of a number. */
  int max() default Integer.MAX_VALUE;

  /** What may be shown of it. */
  Display display() default Display.PLAIN;

  /** What logs and listings show of a value. */
  enum Display {
    PLAIN,
    /** Everything but the credentials in it. */
    URL,
    /** Only that there is one. */
    MASKED
  }
}
