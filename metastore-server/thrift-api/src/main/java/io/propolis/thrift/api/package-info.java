/**
 * The Hive Metastore API as it stands on the wire: every method of the published classes (Hive 4.1)
 * and of fb303 by name, and the calls that Hive 4 dropped but clients still send.
 */
@org.jspecify.annotations.NullMarked
package io.propolis.thrift.api;
