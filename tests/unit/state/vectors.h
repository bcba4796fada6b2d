/*
 * vectors.h - a line of tests/vectors/formats/vectors.txt by its name.
 */
#ifndef TESTS_UNIT_STATE_VECTORS_H
#define TESTS_UNIT_STATE_VECTORS_H

#include "engine/base/digest.h"
#include "tests/unit/test.h"

#include <stdio.h>

/* The text, or the bytes behind "hex:". */
static inline struct str vector(struct arena *memory, const char *name)
{
    static char line[1 << 16];
    FILE *in = fopen("tests/vectors/formats/vectors.txt", "re");
    struct str found = STR_NONE;
    assert_non_null(in);
    while (!found.ptr && fgets(line, sizeof line, in)) {
        struct str value = str_trim(str_of(line)), key = str_split(&value, '\t');
        if (!str_is(key, name))
            continue;
        if (!str_starts(value, STR("hex:")))
            found = arena_str(memory, value);
        else
            assert_true(hex_decode(memory, str_slice(value, 4, value.len), &found));
    }
    (void)fclose(in);
    if (!found.ptr)
        fail_msg("no vector %s", name);
    return found;
}

#define CHECK_VECTOR(memory, name, got) check_vector_((memory), (name), (got), __FILE__, __LINE__)

static inline void check_vector_(struct arena *memory, const char *name, struct str got, const char *file, int line)
{
    struct str want = vector(memory, name);
    if (str_eq(got, want))
        return;
    print_error("%s:%d: %s\n  got  %s\n  want %s\n", file, line, name, hex_encode(memory, got).ptr, hex_encode(memory, want).ptr);
    _fail(file, line);
}

#endif
