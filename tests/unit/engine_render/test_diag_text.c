/*
 * test_diag_text.c - findings with their source, and single errors.
 */
#include "tests/unit/engine_render/plans.h"

#include <stdio.h>

#define SOURCE                                     \
    "local eks = 1\n"                              \
    "\n"                                           \
    "aws.eks_node_group \"workers\" {\n"           \
    "    cluster_name  = eks.name,\n"              \
    "    instance_type = \"m6i.large\",\n"         \
    "}\n"

struct shown {
    struct arena arena;
    struct config config;
    struct diags diags;
    struct buf out;
    struct render_options options;
};

static void begin(struct shown *s, const char *source)
{
    *s = (struct shown){ .options = { .unicode = true } };
    s->diags.arena = &s->arena;
    *VEC_PUSH(&s->config.files, &s->arena) = (struct config_file){ .path = STR("stacks/eks.lua"), .bytes = str_of(source), .chunk = true };
}

static struct pos at(uint32_t line, uint32_t column, uint32_t end)
{
    return (struct pos){ .file = STR("stacks/eks.lua"), .line = line, .column = column, .end_column = end };
}

static struct str render(struct shown *s)
{
    buf_truncate(&s->out, 0);
    render_diags(&s->out, &s->diags, &s->config, NULL, NULL, &s->options);
    return buf_str(&s->out);
}

static void done(struct shown *s)
{
    buf_done(&s->out);
    arena_done(&s->arena);
}

static void test_a_finding_shows_its_source_and_callers(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, SOURCE);
    struct diag *d = diag_add(&s.diags, DIAG_ERROR, "E0107", at(5, 5, 18), "aws_eks_node_group has no attribute `instance_type`");
    d->label = STR("unknown attribute");
    d->hint = STR("did you mean `instance_types` (list of string)?");
    d->see = STR("infra explain aws_eks_node_group instance_types");
    d->trail = (struct pos[]){ { STR("modules/cluster.lua"), 14, 0, 0 }, { STR("infra.lua"), 22, 0, 0 } };
    d->trail_labels = (struct str[]){ STR("in function `node_pool`"), STR("cluster { … }") };
    d->trail_count = 2;
    CHECK_STR(render(&s), "error[E0107]: aws_eks_node_group has no attribute `instance_type`\n"
                          " ┌─ stacks/eks.lua:5:5\n"
                          "3 │ aws.eks_node_group \"workers\" {\n"
                          "4 │     cluster_name  = eks.name,\n"
                          "5 │     instance_type = \"m6i.large\",\n"
                          "  │     ^^^^^^^^^^^^^ unknown attribute\n"
                          "  = did you mean `instance_types` (list of string)?\n"
                          "  = called from  modules/cluster.lua:14  in function `node_pool`\n"
                          "                 infra.lua:22            cluster { … }\n"
                          "  = see: infra explain aws_eks_node_group instance_types\n");
    done(&s);
}

static void test_without_a_column_the_line_is_underlined(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "x = 1\n\n\n\n\n\n\n\n\n\tfoo(1)\n");
    (void)diag_add(&s.diags, DIAG_WARNING, "W0001", at(10, 0, 0), "odd");
    CHECK_STR(render(&s), "warning[W0001]: odd\n"
                          "  ┌─ stacks/eks.lua:10\n"
                          " 9 │\n"
                          "10 │     foo(1)\n"
                          "   │     ^^^^^^\n");
    done(&s);
}

static void test_carets_stand_under_wide_characters_and_tabs(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "\tname = \"日本\" .. y\n");
    /* y is byte 20: a tab, name = , two quotes, six bytes, .. */
    (void)diag_add(&s.diags, DIAG_ERROR, NULL, at(1, 21, 22), "no such variable");
    CHECK_STR(render(&s), "error: no such variable\n"
                          " ┌─ stacks/eks.lua:1:21\n"
                          "1 │     name = \"日本\" .. y\n"
                          "  │                      ^\n");
    done(&s);
}

static void test_a_long_line_is_shown_around_the_mark(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXbbbbbbbbbb\n");
    s.options.width = 60;
    (void)diag_add(&s.diags, DIAG_ERROR, NULL, at(1, 101, 102), "here");
    CHECK_STR(render(&s), "error: here\n"
                          " ┌─ stacks/eks.lua:1:101\n"
                          "1 │ …aaaaaaaaaaaaaaaaaaaXbbbbbbbbbb\n"
                          "  │                     ^\n");
    done(&s);
}

static void test_positions_outside_the_text_do_not_matter(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "one\n");
    (void)diag_add(&s.diags, DIAG_ERROR, "E0001", at(99, 5, 6), "beyond the end");
    (void)diag_add(&s.diags, DIAG_ERROR, "E0002", at(1, 90, 99), "beyond the line");
    (void)diag_add(&s.diags, DIAG_NOTE, NULL, (struct pos){ 0 }, "nowhere");
    CHECK_STR(render(&s), "error[E0001]: beyond the end\n"
                          "  ┌─ stacks/eks.lua:99:5\n"
                          "\n"
                          "error[E0002]: beyond the line\n"
                          " ┌─ stacks/eks.lua:1:90\n"
                          "1 │ one\n"
                          "  │    ^\n"
                          "\n"
                          "note: nowhere\n");
    done(&s);
}

static void test_what_is_beyond_the_cap_is_counted(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "");
    for (int i = 0; i < 23; i++)
        (void)diag_add(&s.diags, DIAG_ERROR, "E0001", (struct pos){ STR("a.lua"), (uint32_t)i + 1, 0, 0 }, "wrong");
    diag_sort(&s.diags);
    struct str out = render(&s);
    CHECK(str_ends(out, STR("\nand 3 more errors\n")));
    done(&s);
}

static void test_ascii_and_control_characters(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "x = \"\x1b[2J\"\n");
    s.options.unicode = false;
    (void)diag_add(&s.diags, DIAG_ERROR, "E0001", at(1, 1, 2), "bad \x1b]0;title\x07 — text");
    CHECK_STR(render(&s), "error[E0001]: bad ?]0;title? - text\n"
                          " -- stacks/eks.lua:1:1\n"
                          "1 | x = \"?[2J\"\n"
                          "  | ^\n");
    done(&s);
}

static void test_annotations_follow_under_github(void **state)
{
    (void)state;
    struct shown s;
    begin(&s, "x\n");
    s.options.github = true;
    for (int i = 0; i < 12; i++)
        diag_add(&s.diags, DIAG_ERROR, "E0001", at(1, 1, 2), "100%% wrong, line\ntwo")->hint = STR("fix");
    struct str out = render(&s);
    size_t n = 0;
    for (struct str rest = out; rest.ptr;)
        n += str_is(str_split(&rest, '\n'), "::error file=stacks/eks.lua,line=1,col=1,endColumn=2,title=E0001::100%25 wrong, line%0Atwo; fix");
    CHECK_INT(n, 10);
    done(&s);
}

static void test_an_error_says_whether_it_was_applied(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct render_options options = { .unicode = true };
    struct err err = { 0 };
    (void)FAIL(&err, ERR_REMOTE, "creating aws_subnet.a: the range overlaps another subnet");
    (void)snprintf(err.remote_code, sizeof err.remote_code, "%s", "InvalidSubnet.Conflict");
    (void)snprintf(err.request_id, sizeof err.request_id, "%s", "4f0e");
    err.http_status = 400;
    (void)err_hint(&err, "choose another range");
    err_at(&err, "stack.lua", 14, 1);
    render_err(&out, &err, &options);
    CHECK_STR(buf_str(&out), "error: creating aws_subnet.a: the range overlaps another subnet\n"
                             "  ┌─ stack.lua:14:1\n"
                             "  = InvalidSubnet.Conflict · HTTP 400 · request 4f0e\n"
                             "  = not applied: the cloud refused it\n"
                             "  = choose another range\n");
    static const struct {
        enum err_code code;
        const char *want;
    } cases[] = {
        { ERR_UNREACHABLE, "error: x\n  = not applied: nothing reached the cloud\n" },
        { ERR_AMBIGUOUS, "error: x\n  = it may have been applied: the answer is missing; the log remembers, and the next plan looks before "
                         "anything is sent again\n" },
        { ERR_INVALID, "error: x\n" },
        { ERR_DENIED, "error: x\n" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        buf_truncate(&out, 0);
        (void)FAIL(&err, cases[i].code, "x");
        render_err(&out, &err, &options);
        CHECK_STR(buf_str(&out), cases[i].want);
    }
    buf_done(&out);
}

static void test_colours_end_with_their_line(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct err err = { 0 };
    (void)FAIL(&err, ERR_INVALID, "x");
    render_err(&out, &err, &(struct render_options){ .color = true, .unicode = true });
    CHECK_STR(buf_str(&out), "\x1b[1;31merror\x1b[0m: \x1b[1mx\x1b[0m\n");
    buf_done(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_finding_shows_its_source_and_callers),
        cmocka_unit_test(test_without_a_column_the_line_is_underlined),
        cmocka_unit_test(test_carets_stand_under_wide_characters_and_tabs),
        cmocka_unit_test(test_a_long_line_is_shown_around_the_mark),
        cmocka_unit_test(test_positions_outside_the_text_do_not_matter),
        cmocka_unit_test(test_what_is_beyond_the_cap_is_counted),
        cmocka_unit_test(test_ascii_and_control_characters),
        cmocka_unit_test(test_annotations_follow_under_github),
        cmocka_unit_test(test_an_error_says_whether_it_was_applied),
        cmocka_unit_test(test_colours_end_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
