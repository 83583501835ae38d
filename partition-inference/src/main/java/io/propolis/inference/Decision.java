package io.propolis.inference;

/** One choice made, what it is about, and why in one line with the folder that caused it. */
public record Decision(String subject, String choice, String reason) {}
