/** Real database servers for the tests of this and other modules. */
package io.propolis.catalog.jdbc.testing;
