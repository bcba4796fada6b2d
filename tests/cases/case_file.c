/*
 * case_file.c - a case's sections: "@name argument" begins one, the next one ends it.
 */
#include "tests/cases/cases.h"

#include <stdio.h>

enum { CASE_MAX_BYTES = 1 << 20 };

static bool slurp(struct scenario *c, struct err *err)
{
    FILE *in = fopen(c->path, "re");
    if (!in)
        return FAIL(err, ERR_NOT_FOUND, "cannot open '%s'", c->path);
    char *bytes = arena_alloc(&c->arena, CASE_MAX_BYTES);
    size_t len = fread(bytes, 1, CASE_MAX_BYTES - 1, in);
    (void)fclose(in);
    c->text = str_n(bytes, len);
    return true;
}

bool scenario_read(struct scenario *c, struct err *err)
{
    TRY(slurp(c, err));
    struct str rest = c->text;
    struct section *open = NULL;
    while (rest.len) {
        const char *begin = rest.ptr;
        struct str line = str_split(&rest, '\n');
        if (!rest.ptr)
            rest = STR_NONE;
        if (open)
            open->text.len = (size_t)(begin - open->text.ptr);
        if (line.len && line.ptr[0] == '#' && !c->title.len)
            c->title = str_trim(str_slice(line, 1, line.len));
        if (line.len && line.ptr[0] == '@') {
            if (c->section_count == SECTIONS_MAX)
                return FAIL(err, ERR_LIMIT, "more than %d sections", SECTIONS_MAX);
            struct str argument = str_slice(line, 1, line.len), name = str_split(&argument, ' ');
            open = &c->sections[c->section_count++];
            *open = (struct section){ .name = name, .argument = str_trim(argument), .text = str_n(rest.ptr ? rest.ptr : "", 0) };
        } else if (open) {
            open->text.len = (size_t)((rest.ptr ? rest.ptr : c->text.ptr + c->text.len) - open->text.ptr);
        }
    }
    return scenario_find(c, "stack") || FAIL(err, ERR_INVALID, "no @stack");
}

const struct section *scenario_find(const struct scenario *c, const char *name)
{
    for (size_t i = 0; i < c->section_count; i++)
        if (str_is(c->sections[i].name, name))
            return &c->sections[i];
    return NULL;
}

struct str scenario_with(struct scenario *c, const char *name, struct str text)
{
    const struct section *s = scenario_find(c, name);
    if (!s)
        return arena_printf(&c->arena, "%.*s%s@%s\n%.*s", STR_ARG(c->text), str_ends(c->text, STR("\n")) ? "" : "\n", name, STR_ARG(text));
    size_t before = (size_t)(s->text.ptr - c->text.ptr), after = before + s->text.len;
    return arena_printf(&c->arena, "%.*s%.*s%.*s", (int)before, c->text.ptr, STR_ARG(text), (int)(c->text.len - after), c->text.ptr + after);
}

void scenario_done(struct scenario *c)
{
    arena_done(&c->arena);
}
