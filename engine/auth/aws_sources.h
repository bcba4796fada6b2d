/*
 * aws_sources.h - the table of places where AWS keys may be, searched in order. Used by aws_credentials.c only.
 *
 * To add a source: a function and a row in `sources` (aws_sources.c), a note in its "not configured" branch, tests.
 */
#ifndef ENGINE_AUTH_AWS_SOURCES_H
#define ENGINE_AUTH_AWS_SOURCES_H

#include "engine/auth/aws_credentials.h"

/*
 * Fills *ret from the first configured source. Does not check expiry. Fails as aws_auth_credentials does; *ret is then empty.
 * May suspend.
 */
bool aws_sources_search(const struct aws_config *config, struct aws_credentials *ret, struct err *err) MUST_USE;

#endif
