/** The change log as Hive's notification log. */
@NullMarked
package io.propolis.thrift.notification;

import org.jspecify.annotations.NullMarked;
