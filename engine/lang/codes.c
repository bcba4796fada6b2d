/*
 * codes.c - all findings about stack files by code: the parser's, the schema's and those of evaluation.
 */
#include "engine/lang/lang.h"

static const struct lang_code codes[] = {
#define X(code, title, text) {code, title, text},
#include "engine/lang/parse_codes.inc"
#include "engine/lang/codes.inc"
#undef X
#define X(name, code, title, text) {code, title, text},
    SCHEMA_CODES(X)
#undef X
};

const struct lang_code *lang_codes(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(codes);
    return codes;
}
