/*
 * main.c - plays the cases given (or all of a folder) and compares each plan with what its file expects.
 *
 *     build/asan/tests/cases/cases [--update] [--show] FILE...
 *
 * --show prints what is planned; --update writes it into the file (to be read before it is committed: the expectation is the point).
 * Exit 1 when a case differs. The last line counts: "cases: P passed, F failed, S skipped".
 */
#include "tests/cases/cases.h"

#include "engine/base/log.h"

#include <stdio.h>
#include <stdlib.h>

struct options {
    bool update, show;
    const char *filter;
};

static struct str trimmed(struct arena *arena, struct str text)
{
    DROP_BUF struct buf out = { 0 };
    while (text.ptr) {
        struct str line = str_split(&text, '\n');
        while (line.len && line.ptr[line.len - 1] == ' ')
            line.len--;
        if (line.len && line.ptr[0] != '#')
            buf_printf(&out, "%.*s\n", STR_ARG(line));
    }
    return arena_str(arena, buf_str(&out));
}

/* Sections that a case has only when they are its point; what is planned shows them behind the plan, in this order. */
static const char *const extras[] = { "order", "path" };

/* What the file expects: @plan (and what it has of the extras), or @error. */
static struct str expected(struct scenario *c)
{
    const struct section *plan = scenario_find(c, "plan"), *error = scenario_find(c, "error");
    struct str text = plan ? trimmed(&c->arena, plan->text) : error ? trimmed(&c->arena, error->text) : STR("");
    for (size_t i = 0; i < ARRAY_LEN(extras); i++) {
        const struct section *extra = scenario_find(c, extras[i]);
        if (extra)
            text = arena_printf(&c->arena, "%.*s@%s\n%.*s", STR_ARG(text), extras[i], STR_ARG(trimmed(&c->arena, extra->text)));
    }
    return text;
}

static void write_text(const char *path, struct str text)
{
    FILE *out = fopen(path, "we");
    if (out)
        (void)fwrite(text.ptr, 1, text.len, out);
    if (!out || fclose(out) != 0)
        (void)fprintf(stderr, "cannot write %s\n", path);
}

static void show_diff(const char *path, struct str wanted, struct str got)
{
    char a[] = "/tmp/infra-case-wanted-XXXXXX", b[] = "/tmp/infra-case-planned-XXXXXX", command[256];
    int first = mkstemp(a), second = mkstemp(b);
    if (first < 0 || second < 0)
        return;
    write_text(a, wanted);
    write_text(b, got);
    (void)printf("--- %s: what it expects (-), what is planned (+)\n", path);
    (void)fflush(stdout);
    (void)snprintf(command, sizeof command, "diff -u '%s' '%s' | tail -n +3", a, b);
    if (system(command) < 0)
        (void)printf("%.*s", STR_ARG(got));
    (void)remove(a);
    (void)remove(b);
}

/* Writes one section's text into the file, and reads it anew, since sections point into the old text. */
static void replace(const char *path, const char *name, struct str text)
{
    struct scenario c = { .path = path };
    struct err err = { 0 };
    if (scenario_read(&c, &err))
        write_text(path, scenario_with(&c, strcmp(name, "plan") == 0 && scenario_find(&c, "error") ? "error" : name, text));
    scenario_done(&c);
}

static void update(const char *path, struct str got)
{
    for (size_t i = ARRAY_LEN(extras); i-- > 0;) {
        char header[16];
        int len = snprintf(header, sizeof header, "@%s\n", extras[i]);
        ptrdiff_t cut = str_find(got, str_n(header, (size_t)len));
        if (cut < 0)
            continue;
        replace(path, extras[i], str_slice(got, (size_t)(cut + len), got.len));
        got = str_slice(got, 0, (size_t)cut);
    }
    replace(path, "plan", got);
}

static bool run_case(const char *path, const struct options *o)
{
    struct scenario c = { .path = path };
    DROP_BUF struct buf out = { 0 };
    struct err err = { 0 };
    bool ok = scenario_read(&c, &err) && scenario_play(&c, &out, &err);
    struct str got = trimmed(&c.arena, buf_str(&out));
    if (!ok)
        (void)printf("--- %s: %s\n", path, err.message);
    if (o->show)
        (void)printf("%.*s", STR_ARG(got));
    struct str wanted = scenario_find(&c, "stack") ? expected(&c) : STR("");
    bool same = str_eq(wanted, got);
    if (!same && o->update)
        update(path, got);
    else if (!same && !o->show)
        show_diff(path, wanted, got);
    if (ok && !same && scenario_find(&c, "stack") && !scenario_find(&c, "plan") && !scenario_find(&c, "error"))
        (void)printf("    (it has neither @plan nor @error)\n");
    scenario_done(&c);
    return ok && same;
}

int main(int argc, char **argv)
{
    struct options o = { 0 };
    unsigned passed = 0, failed = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            o.update = true;
        else if (strcmp(argv[i], "--show") == 0)
            o.show = true;
        else
            *(run_case(argv[i], &o) ? &passed : &failed) += 1;
    }
    (void)printf("cases: %u passed, %u failed, 0 skipped\n", passed, failed + (passed + failed == 0));
    return failed || !passed;
}
