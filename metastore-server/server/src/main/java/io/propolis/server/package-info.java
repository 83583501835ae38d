/**
 * The program {@code propolis}: its command line is in {@code cli}, the server in {@code process}.
 */
package io.propolis.server;
