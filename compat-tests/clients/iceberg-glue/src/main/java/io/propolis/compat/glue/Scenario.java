package io.propolis.compat.glue;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks a method that is a scenario. */
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {}
