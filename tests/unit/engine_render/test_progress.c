/*
 * test_progress.c - the apply display: lines for a log, and the redrawn region read back through a small screen model.
 */
#include "tests/unit/engine_render/plans.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct display {
    struct made m;
    struct progress *progress;
    struct apply_event event;      /* counts go on from event to event */
    int fd;
    char text[64 << 10];
};

static void begin(struct display *r, bool tty, struct render_options options)
{
    r->m = made_plan("prod");
    char path[] = "/tmp/infra-progress-XXXXXX";
    r->fd = mkstemp(path);
    assert_true(r->fd >= 0);
    (void)unlink(path);
    r->progress = progress_new(r->fd, tty, &options);
}

static void send(struct display *r, enum apply_event_kind kind, uint32_t change, int64_t elapsed_ms, const char *text)
{
    r->event.kind = kind;
    r->event.plan = r->m.plan;
    r->event.change = change;
    r->event.elapsed_ms = elapsed_ms;
    r->event.text = str_of(text);
    progress_event(r->progress, &r->event);
    r->event.err = NULL;
}

static struct str written(struct display *r)
{
    ssize_t n = pread(r->fd, r->text, sizeof r->text, 0);
    assert_true(n >= 0 && (size_t)n < sizeof r->text);
    return str_n(r->text, (size_t)n);
}

static void done(struct display *r)
{
    progress_free(r->progress);
    close(r->fd);
    made_done(&r->m);
}

/* Three hosts: b needs a. */
static void made_run(struct display *r)
{
    made_change(&r->m, CHANGE_CREATE, "cloud_net.a", 1)->estimate_ms = 60000;
    made_change(&r->m, CHANGE_CREATE, "cloud_host.b", 2)->estimate_ms = 30000;
    made_change(&r->m, CHANGE_DELETE, "cloud_host.old", 3)->estimate_ms = 10000;
    made_seal(&r->m);
    graph_init(&r->m.plan->order, r->m.arena, 3);
    graph_edge(&r->m.plan->order, 1, 0);
    graph_seal(&r->m.plan->order);
    r->event = (struct apply_event){ .total = 3, .waiting = 1, .run = 118 };
    send(r, EVENT_RUN_BEGIN, 0, 0, NULL);
    r->event.running = 2;
    send(r, EVENT_STEP_BEGIN, 0, 0, NULL);
    send(r, EVENT_STEP_BEGIN, 2, 0, NULL);
}

static void test_a_log_has_one_line_a_change(void **state)
{
    (void)state;
    struct display r;
    begin(&r, false, (struct render_options){ .unicode = true });
    made_run(&r);
    r.event.done = 1, r.event.running = 1;
    send(&r, EVENT_STEP_DONE, 2, 2100, "");
    send(&r, EVENT_TICK, 0, 29000, NULL);
    send(&r, EVENT_TICK, 0, 30050, NULL);
    send(&r, EVENT_TICK, 0, 31000, NULL);
    r.event.done = 2, r.event.running = 0, r.event.waiting = 0;
    send(&r, EVENT_STEP_DONE, 0, 61000, "net-1");
    r.event.running = 1;
    send(&r, EVENT_STEP_BEGIN, 1, 0, NULL);
    r.event.done = 3, r.event.running = 0;
    send(&r, EVENT_STEP_DONE, 1, 9940, "i-2");
    send(&r, EVENT_RUN_END, 0, 71000, NULL);
    CHECK_STR(written(&r), "00:00:00 apply prod digest=" MADE_DIGEST " steps=3 run=118\n"
                           "00:00:02 [1/3] delete cloud_host.old done 2.1s\n"
                           "00:00:30 still running 1: cloud_net.a 30s\n"
                           "00:01:01 [2/3] create cloud_net.a done 61s net-1\n"
                           "00:01:10 [3/3] create cloud_host.b done 9.9s i-2\n"
                           "00:01:11 done 3 ok\n");
    done(&r);
}

static void test_a_failure_names_request_position_and_what_was_skipped(void **state)
{
    (void)state;
    struct display r;
    begin(&r, false, (struct render_options){ .unicode = true, .github = true });
    made_run(&r);
    struct err err = { 0 };
    (void)FAIL(&err, ERR_REMOTE, "creating cloud_net.a: no\nroom");
    (void)err_hint(&err, "ask for more");
    (void)snprintf(err.remote_code, sizeof err.remote_code, "%s", "LimitExceeded");
    (void)snprintf(err.request_id, sizeof err.request_id, "%s", "4f0e");
    err_at(&err, "net.lua", 7, 1);
    r.event.failed = 1, r.event.running = 1;
    r.event.err = &err;
    send(&r, EVENT_STEP_FAILED, 0, 149000, NULL);
    r.event.skipped = 1, r.event.waiting = 0;
    send(&r, EVENT_STEP_SKIPPED, 1, 0, "cloud_net.a");
    r.event.done = 1, r.event.running = 0;
    send(&r, EVENT_STEP_DONE, 2, 150000, "");
    r.event.exit_code = 5;
    send(&r, EVENT_RUN_END, 0, 150000, NULL);
    CHECK_STR(written(&r), "00:00:00 apply prod digest=" MADE_DIGEST " steps=3 run=118\n"
                           "::group::apply prod\n"
                           "00:02:29 [1/3] FAILED create cloud_net.a 149s LimitExceeded req=4f0e net.lua:7\n"
                           "         creating cloud_net.a: no room\n"
                           "         ask for more\n"
                           "::error file=net.lua,line=7,title=create cloud_net.a::creating cloud_net.a: no%0Aroom\n"
                           "00:02:29 skipped 1 that needs cloud_net.a: cloud_host.b\n"
                           "00:02:30 [2/3] delete cloud_host.old done 150s\n"
                           "::endgroup::\n"
                           "00:02:30 done 1 ok 1 failed 1 skipped; resume: infra apply --digest " MADE_DIGEST "   exit 5\n");
    done(&r);
}

/* What a terminal shows after the bytes: knows \r, \n, up (A) and clear to the end (J), as much as the display uses. */
static struct str screen_of(struct str bytes, char *cells, size_t size)
{
    char lines[64][512] = { { 0 } };
    size_t row = 0, last = 0;
    size_t column = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        if (c == '\n') {
            row++, column = 0;
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\x1b') {
            int n = 1, used = 0;
            char command = 0;
            if (sscanf(bytes.ptr + i, "\x1b[%d%c%n", &n, &command, &used) != 2 && sscanf(bytes.ptr + i, "\x1b[%c%n", &command, &used) != 1)
                fail_msg("an escape the screen does not know");
            i += (size_t)used - 1;
            if (command == 'A') {
                row -= (size_t)n;
            } else {
                assert_int_equal(command, 'J');
                for (size_t k = row; k < 64; k++)
                    memset(lines[k], 0, sizeof lines[k]);
            }
        } else {
            lines[row][column++] = c;
        }
        assert_true(row < 63 && column < 511);
        last = MAX_OF(last, row);
    }
    size_t at = 0;
    for (size_t k = 0; k <= last; k++)
        if (lines[k][0])
            at += (size_t)snprintf(cells + at, size - at, "%s\n", lines[k]);
    return str_n(cells, at);
}

static void test_a_terminal_keeps_finished_lines_above_the_region(void **state)
{
    (void)state;
    struct display r;
    char cells[8192];
    begin(&r, true, (struct render_options){ .unicode = false, .width = 100 });
    made_run(&r);
    send(&r, EVENT_STEP_PROGRESS, 0, 5000, "pending");
    send(&r, EVENT_TICK, 0, 10000, NULL);
    CHECK_STR(screen_of(written(&r), cells, sizeof cells),
              "----------------------------------------------------------------\n"
              " prod  0/3 done - 2 running - 1 waiting     00:10 of ~01:30   critical path =          11%\n"
              " - cloud_net.a                           00:10 / ~60 s   pending   <- critical\n"
              " - delete cloud_host.old                 00:10 / ~10 s\n"
              "   wait cloud_host.b <- cloud_net.a\n"
              " Ctrl-C once: finish running calls, start no new ones. Twice: stop now; the log makes it resumable.\n");
    r.event.done = 1, r.event.running = 1;
    send(&r, EVENT_STEP_DONE, 2, 12000, "i-9");
    send(&r, EVENT_TICK, 0, 12100, NULL);
    CHECK_STR(screen_of(written(&r), cells, sizeof cells),
              " ok delete cloud_host.old                          12s  i-9\n"
              "----------------------------------------------------------------\n"
              " prod  1/3 done - 1 running - 1 waiting     00:12 of ~01:30   critical path =          13%\n"
              " \\ cloud_net.a                           00:12 / ~60 s   pending   <- critical\n"
              "   wait cloud_host.b <- cloud_net.a\n"
              " Ctrl-C once: finish running calls, start no new ones. Twice: stop now; the log makes it resumable.\n");
    r.event.running = 0;
    send(&r, EVENT_RUN_END, 0, 13000, NULL);
    CHECK_STR(screen_of(written(&r), cells, sizeof cells),
              " ok delete cloud_host.old                          12s  i-9\n"
              "00:00:13 done 1 ok 2 skipped; resume: infra apply --digest " MADE_DIGEST "\n");
    done(&r);
}

static void test_a_narrow_terminal_is_never_wrapped(void **state)
{
    (void)state;
    struct display r;
    begin(&r, true, (struct render_options){ .unicode = true, .width = 40 });
    made_run(&r);
    send(&r, EVENT_TICK, 0, 10000, NULL);
    struct str rest = written(&r);
    while (rest.ptr) {
        struct str line = str_split(&rest, '\n');
        size_t columns = 0;
        for (size_t i = 0; i < line.len && line.ptr[0] != '\r'; i++)
            columns += ((unsigned char)line.ptr[i] & 0xc0) != 0x80;
        CHECK(columns <= 40);
    }
    done(&r);
}

static void test_ten_thousand_steps_redraw_only_at_ticks(void **state)
{
    (void)state;
    struct display r;
    begin(&r, true, (struct render_options){ .unicode = true, .width = 80 });
    made_run(&r);
    size_t before = written(&r).len;
    for (int i = 0; i < 100; i++)
        send(&r, EVENT_STEP_PROGRESS, 0, i, "x");
    CHECK_INT(written(&r).len, before);
    done(&r);
}

static void test_a_closed_terminal_does_not_stop_the_run(void **state)
{
    (void)state;
    struct display r;
    begin(&r, false, (struct render_options){ .unicode = true });
    struct progress *lost = progress_new(-1, true, &(struct render_options){ .width = 80 });
    made_run(&r);
    struct apply_event e = { .kind = EVENT_TICK };
    progress_event(lost, &e); /* before any run: nothing */
    e = (struct apply_event){ .kind = EVENT_RUN_BEGIN, .plan = r.m.plan, .total = 3 };
    progress_event(lost, &e);
    e.kind = EVENT_TICK;
    progress_event(lost, &e);
    progress_free(lost);
    done(&r);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_log_has_one_line_a_change),
        cmocka_unit_test(test_a_failure_names_request_position_and_what_was_skipped),
        cmocka_unit_test(test_a_terminal_keeps_finished_lines_above_the_region),
        cmocka_unit_test(test_a_narrow_terminal_is_never_wrapped),
        cmocka_unit_test(test_ten_thousand_steps_redraw_only_at_ticks),
        cmocka_unit_test(test_a_closed_terminal_does_not_stop_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
