package io.propolis.catalog.model.access;

import org.jspecify.annotations.Nullable;

/**
 * A principal holds a role.
 *
 * @param grantor who gave it; absent when nobody did
 * @param passing whether the principal may give the role to others
 * @param grantedAt epoch milliseconds
 */
public record Membership(
    String role,
    Principal member,
    @Nullable Principal grantor,
    Grant.Passing passing,
    long grantedAt) {}
