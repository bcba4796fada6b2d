/*
 * functions_internal.h - what the functions of the stack language share: reading arguments, limits, and their list.
 *
 * A function is pure: same arguments, same answer, on every machine. It reports ERR_INVALID in the user's words without its own
 * name (expr.c puts it in front), and reads arguments with the helpers below so that all functions complain alike.
 */
#ifndef ENGINE_VALUE_FUNCTIONS_INTERNAL_H
#define ENGINE_VALUE_FUNCTIONS_INTERNAL_H

#include "engine/value/expr.h"

enum { FUNCTION_MAX_BYTES = 16 << 20 };

/* Argument i (from 0). Arguments beyond `count` do not reach these: the table says how many there are. */
bool arg_string(const struct value *args, size_t i, struct str *ret, struct err *err) MUST_USE;
bool arg_bytes(const struct value *args, size_t i, struct str *ret, struct err *err) MUST_USE; /* string or bytes */
bool arg_int(const struct value *args, size_t i, int64_t min, int64_t max, int64_t *ret, struct err *err) MUST_USE;
bool arg_list(const struct value *args, size_t i, struct value *ret, struct err *err) MUST_USE; /* {} counts */
bool arg_map(const struct value *args, size_t i, struct value *ret, struct err *err) MUST_USE;  /* list {} counts */
/* The text of a string, number or boolean, as `..` and format's %s write it. False: anything else. */
bool scalar_text(struct arena *arena, struct value v, struct str *ret) MUST_USE;
/* A buf as a string value. ERR_LIMIT when it overflowed. */
bool string_result(struct arena *arena, const struct buf *out, struct value *ret, struct err *err) MUST_USE;

#define FUNCTION(name) bool name(struct arena *arena, const struct value *args, size_t count, struct value *ret, struct err *err)
FUNCTION(fn_at);
FUNCTION(fn_base64_decode);
FUNCTION(fn_base64_encode);
FUNCTION(fn_cidr_contains);
FUNCTION(fn_cidr_host);
FUNCTION(fn_cidr_netmask);
FUNCTION(fn_cidr_plan);
FUNCTION(fn_cidr_subnet);
FUNCTION(fn_concat);
FUNCTION(fn_contains);
FUNCTION(fn_ends_with);
FUNCTION(fn_entry);
FUNCTION(fn_format);
FUNCTION(fn_join);
FUNCTION(fn_json_decode);
FUNCTION(fn_json_encode);
FUNCTION(fn_list_concat);
FUNCTION(fn_list_flatten);
FUNCTION(fn_list_index);
FUNCTION(fn_list_length);
FUNCTION(fn_list_reverse);
FUNCTION(fn_list_slice);
FUNCTION(fn_list_sort);
FUNCTION(fn_list_unique);
FUNCTION(fn_lower);
FUNCTION(fn_map_entries);
FUNCTION(fn_map_get);
FUNCTION(fn_map_keys);
FUNCTION(fn_map_values);
FUNCTION(fn_merge);
FUNCTION(fn_replace);
FUNCTION(fn_sha256);
FUNCTION(fn_split);
FUNCTION(fn_starts_with);
FUNCTION(fn_substr);
FUNCTION(fn_template);
FUNCTION(fn_to_number);
FUNCTION(fn_to_string);
FUNCTION(fn_trim);
FUNCTION(fn_trim_prefix);
FUNCTION(fn_trim_suffix);
FUNCTION(fn_upper);
FUNCTION(fn_yaml_decode);
FUNCTION(fn_yaml_encode);

#endif
