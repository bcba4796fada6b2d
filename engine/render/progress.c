/*
 * progress.c - what people see while a plan is applied (ux.md 4.3); the only file of this room that writes to a descriptor.
 *
 * On a terminal finished lines scroll up and a region at the bottom is redrawn (progress_region.c draws it); elsewhere there is one
 * line a state change and a heartbeat for the run every 30 s. Time comes with the events: a tick carries the run's clock, any other
 * event the step's, so the run's clock is the latest of both and never goes back. Everything of one event is one write.
 */
#include "engine/render/progress_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { HEARTBEAT_MS = 30000, HEARTBEAT_NAMES = 5, SKIPPED_NAMES = 3, DIGEST_SHOWN = 32, DEFAULT_WIDTH = 80 };

struct progress *progress_new(int fd, bool tty, const struct render_options *options)
{
    struct progress *p = calloc(1, sizeof *p); /* it owns its arena, so it cannot live in it */
    if (!p)
        abort();
    p->fd = fd;
    p->tty = tty;
    p->options = *options;
    if (tty && p->options.width <= 0)
        p->options.width = DEFAULT_WIDTH;
    if (!tty)
        p->options.width = 0;
    p->page = page_of(tty ? &p->scrolled : &p->out, &p->options);
    return p;
}

/* A terminal that is gone must not end the run: what cannot be written is dropped. */
static void flush(struct progress *p)
{
    buf_add_str(&p->out, buf_str(&p->scrolled));
    buf_truncate(&p->scrolled, 0);
    for (size_t at = 0; at < p->out.len;) {
        ssize_t n = write(p->fd, p->out.ptr + at, p->out.len - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    buf_truncate(&p->out, 0);
}

void progress_free(struct progress *p)
{
    if (!p)
        return;
    region_clear(p);
    flush(p);
    arena_done(&p->arena);
    buf_done(&p->out);
    buf_done(&p->scrolled);
    buf_done(&p->line);
    free(p); /* calloc in progress_new: it owns its arena */
}

/* Steps as seen through their events. */

static void begin_run(struct progress *p, const struct apply_event *e)
{
    size_t count = e->plan->changes.count;
    arena_reset(&p->arena);
    p->plan = e->plan;
    p->steps = ARENA_ARRAY(&p->arena, struct seen_step, count + 1);
    p->cost = ARENA_ARRAY(&p->arena, uint64_t, count + 1);
    p->remaining = ARENA_ARRAY(&p->arena, uint64_t, count + 1);
    p->order = NULL;
    p->skipped_names.items = NULL;
    p->skipped_names.count = p->skipped_names.room = 0;
    p->clock_ms = p->heartbeat_ms = 0;
    p->skipped_pending = 0;
    for (size_t i = 0; i < count; i++)
        if (!change_acts(&e->plan->changes.items[i]))
            p->steps[i].state = SEEN_OVER;
    if (p->tty && e->plan->order.count == count && !graph_sort(&e->plan->order, &p->order, NULL, NULL))
        p->order = NULL;
}

static void note_clock(struct progress *p, const struct apply_event *e)
{
    int64_t now = p->clock_ms;
    if (e->kind == EVENT_TICK || e->kind == EVENT_RUN_END)
        now = e->elapsed_ms;
    else if (e->kind != EVENT_RUN_BEGIN && p->steps[e->change].state == SEEN_RUNNING)
        now = p->steps[e->change].began_ms + e->elapsed_ms;
    p->clock_ms = MAX_OF(p->clock_ms, now);
    p->last = *e;
}

static const struct change *change_of(const struct progress *p, const struct apply_event *e)
{
    return &p->plan->changes.items[e->change];
}

static struct str seconds(struct arena *arena, int64_t ms)
{
    return ms < 9950 ? arena_printf(arena, "%.1fs", (double)ms / 1000) : arena_printf(arena, "%llds", (long long)(ms / 1000));
}

/* Lines for a log. */

static void begin_line(struct progress *p, bool counted)
{
    DROP_ARENA struct arena scratch = { 0 };
    buf_add_str(&p->line, say_clock(&scratch, p->clock_ms, true));
    buf_add_char(&p->line, ' ');
    if (counted) {
        struct str total = arena_printf(&scratch, "%u", p->last.total);
        buf_printf(&p->line, "[%*u/%.*s] ", (int)total.len, p->last.done + p->last.failed, STR_ARG(total));
    }
}

static void log_begin(struct progress *p)
{
    begin_line(p, false);
    markup_printf(&p->line, "%s %.*s digest=%.*s steps=%u run=%llu%s", p->plan->destroy ? "destroy" : "apply", STR_ARG(p->plan->stack),
                  (int)MIN_OF(p->plan->digest_hex.len, (size_t)DIGEST_SHOWN), p->plan->digest_hex.ptr ? p->plan->digest_hex.ptr : "",
                  p->last.total, (unsigned long long)p->last.run, p->plan->simulated ? " SIMULATED" : "");
    page_line(&p->page, &p->line);
    if (p->options.github) {
        markup_printf(&p->line, "::group::%s %.*s", p->plan->destroy ? "destroy" : "apply", STR_ARG(p->plan->stack));
        page_line(&p->page, &p->line);
    }
}

static void log_done(struct progress *p, const struct apply_event *e)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct change *c = change_of(p, e);
    begin_line(p, true);
    markup_printf(&p->line, "%s %.*s done %.*s", change_action_name(c->action), STR_ARG(c->address), STR_ARG(seconds(&scratch, e->elapsed_ms)));
    if (!str_empty(e->text))
        markup_printf(&p->line, " %.*s", STR_ARG(e->text));
    page_line(&p->page, &p->line);
}

/* The first line for grep, the second says it in words. Both displays print it. */
static void add_failure(struct progress *p, const struct apply_event *e)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct change *c = change_of(p, e);
    const struct err *err = e->err;
    markup_style(&p->line, STYLE_ALARM);
    buf_add_cstr(&p->line, "FAILED");
    markup_style(&p->line, STYLE_PLAIN);
    markup_printf(&p->line, " %s %.*s %.*s", change_action_name(c->action), STR_ARG(c->address), STR_ARG(seconds(&scratch, e->elapsed_ms)));
    if (err)
        markup_printf(&p->line, " %s", err->remote_code[0] ? err->remote_code : err_code_name(err->code));
    if (err && err->request_id[0])
        markup_printf(&p->line, " req=%s", err->request_id);
    struct str at = say_pos(&scratch, c->at);
    if (err && err->at.line)
        at = arena_printf(&scratch, "%s:%d", err->at.file, err->at.line);
    if (at.len)
        markup_printf(&p->line, " %.*s", STR_ARG(at));
    page_line_whole(&p->page, &p->line);
    if (!err)
        return;
    buf_add_cstr(&p->line, "         ");
    markup_cstr(&p->line, err->message);
    page_line_whole(&p->page, &p->line);
    if (err->hint[0]) {
        buf_add_cstr(&p->line, "         ");
        markup_cstr(&p->line, err->hint);
        page_line_whole(&p->page, &p->line);
    }
    if (p->options.github) {
        struct pos place = { .file = err->at.line ? str_of(err->at.file) : c->at.file,
                             .line = err->at.line ? (uint32_t)err->at.line : c->at.line };
        github_command(p->page.out, "error", place, arena_printf(&scratch, "%s %.*s", change_action_name(c->action), STR_ARG(c->address)),
                       str_of(err->message));
    }
}

/* Skips come in a row after the failure behind them: one line for all. */
static void log_skipped(struct progress *p)
{
    if (!p->skipped_pending)
        return;
    if (!p->tty)
        begin_line(p, false);
    markup_printf(&p->line, "skipped %u", p->skipped_pending);
    if (!str_empty(p->skipped_behind))
        markup_printf(&p->line, " that need%s %.*s", p->skipped_pending == 1 ? "s" : "", STR_ARG(p->skipped_behind));
    buf_add_cstr(&p->line, ": ");
    for (size_t i = 0; i < p->skipped_names.count; i++)
        markup_printf(&p->line, "%s%.*s", i ? ", " : "", STR_ARG(p->skipped_names.items[i]));
    if (p->skipped_pending > p->skipped_names.count)
        buf_printf(&p->line, " and %zu more", p->skipped_pending - p->skipped_names.count);
    page_line_whole(&p->page, &p->line);
    p->skipped_pending = 0;
    p->skipped_names.count = 0;
}

static void note_skipped(struct progress *p, const struct apply_event *e)
{
    if (!p->skipped_pending++)
        p->skipped_behind = arena_str(&p->arena, e->text);
    if (p->skipped_names.count < SKIPPED_NAMES)
        *VEC_PUSH(&p->skipped_names, &p->arena) = change_of(p, e)->address;
}

static void log_heartbeat(struct progress *p)
{
    if (p->clock_ms - p->heartbeat_ms < HEARTBEAT_MS || !p->last.running)
        return;
    DROP_ARENA struct arena scratch = { 0 };
    p->heartbeat_ms = p->clock_ms - p->clock_ms % HEARTBEAT_MS;
    begin_line(p, false);
    buf_printf(&p->line, "still running %u:", p->last.running);
    uint32_t shown = 0;
    for (size_t i = 0; i < p->plan->changes.count && shown < HEARTBEAT_NAMES; i++)
        if (p->steps[i].state == SEEN_RUNNING)
            markup_printf(&p->line, "%s %.*s %.*s", shown++ ? "," : "", STR_ARG(p->plan->changes.items[i].address),
                          STR_ARG(seconds(&scratch, p->clock_ms - p->steps[i].began_ms)));
    if (p->last.running > shown)
        buf_printf(&p->line, " and %u more", p->last.running - shown);
    page_line(&p->page, &p->line);
}

/* `00:07:58 done 12 ok 1 failed 1 skipped; resume: infra apply --digest …   exit 5` */
static void add_end(struct progress *p, const struct apply_event *e)
{
    DROP_ARENA struct arena scratch = { 0 };
    if (p->options.github && !p->tty)
        buf_add_cstr(&p->out, "::endgroup::\n");
    bool complete = e->done == e->total;
    buf_add_str(&p->line, say_clock(&scratch, p->clock_ms, true));
    buf_printf(&p->line, " done %u ok", e->done);
    if (e->failed)
        buf_printf(&p->line, " %u failed", e->failed);
    if (e->total > e->done + e->failed)
        buf_printf(&p->line, " %u skipped", e->total - e->done - e->failed);
    if (!complete)
        markup_printf(&p->line, "; resume: infra %s --digest %.*s", p->plan->destroy ? "destroy" : "apply",
                      (int)MIN_OF(p->plan->digest_hex.len, (size_t)DIGEST_SHOWN), p->plan->digest_hex.ptr ? p->plan->digest_hex.ptr : "");
    if (!complete && e->exit_code)
        buf_printf(&p->line, "   exit %d", e->exit_code);
    page_line_whole(&p->page, &p->line);
    if (e->err) {
        markup_printf(&p->line, "outputs: %s", e->err->message);
        page_line_whole(&p->page, &p->line);
    }
}

/* Finished steps on a terminal: ` ✓ aws_vpc.main      2.1s  vpc-0a1b`. */
static void scroll_done(struct progress *p, const struct apply_event *e)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct change *c = change_of(p, e);
    int names = MIN_OF(MAX_OF(p->options.width / 2, 20), 44);
    buf_add_char(&p->line, ' ');
    markup_styled(&p->line, STYLE_GREEN, STR("✓"));
    buf_add_char(&p->line, ' ');
    if (c->action != CHANGE_CREATE)
        markup_printf(&p->line, "%s ", change_action_name(c->action));
    markup_text(&p->line, c->address);
    struct str took = seconds(&scratch, e->elapsed_ms);
    markup_pad(&p->page, &p->line, names + 3 + 7 - (int)took.len);
    buf_add_str(&p->line, took);
    if (!str_empty(e->text)) {
        buf_add_cstr(&p->line, "  ");
        markup_text(&p->line, e->text);
    }
    page_line(&p->page, &p->line);
}

static void note_step(struct progress *p, const struct apply_event *e)
{
    struct seen_step *s = &p->steps[e->change];
    switch (e->kind) {
    case EVENT_STEP_BEGIN:
        *s = (struct seen_step){ .state = SEEN_RUNNING, .began_ms = p->clock_ms };
        break;
    case EVENT_STEP_PROGRESS: {
        size_t len = MIN_OF(e->text.len, sizeof s->text - 1);
        if (len)
            memcpy(s->text, e->text.ptr, len);
        s->text[len] = '\0';
        break;
    }
    case EVENT_STEP_DONE:
    case EVENT_STEP_FAILED:
    case EVENT_STEP_SKIPPED:
        s->state = SEEN_OVER;
        break;
    case EVENT_RUN_BEGIN:
    case EVENT_TICK:
    case EVENT_RUN_END:
        break;
    }
}

static void write_event(struct progress *p, const struct apply_event *e)
{
    switch (e->kind) {
    case EVENT_RUN_BEGIN:
        if (!p->tty)
            log_begin(p);
        break;
    case EVENT_STEP_DONE:
        if (p->tty)
            scroll_done(p, e);
        else
            log_done(p, e);
        break;
    case EVENT_STEP_FAILED:
        if (p->tty)
            buf_add_char(&p->line, ' ');
        else
            begin_line(p, true);
        add_failure(p, e);
        break;
    case EVENT_STEP_SKIPPED:
        note_skipped(p, e);
        break;
    case EVENT_TICK:
        if (!p->tty)
            log_heartbeat(p);
        break;
    case EVENT_RUN_END:
        add_end(p, e);
        break;
    case EVENT_STEP_BEGIN:
    case EVENT_STEP_PROGRESS:
        break;
    }
}

void progress_event(void *progress, const struct apply_event *event)
{
    struct progress *p = progress;
    if (event->kind == EVENT_RUN_BEGIN)
        begin_run(p, event);
    if (!p->plan)
        return; /* nothing makes sense before a run began */
    if (event->kind != EVENT_STEP_SKIPPED)
        log_skipped(p); /* under the time of its failure */
    note_clock(p, event);
    note_step(p, event);
    write_event(p, event);
    bool ends = event->kind == EVENT_RUN_END, redraws = event->kind == EVENT_TICK || event->kind == EVENT_RUN_BEGIN || ends;
    if (p->tty && !redraws)
        return; /* the next tick shows it: ten thousand steps do not redraw ten thousand times */
    region_clear(p);
    buf_add_str(&p->out, buf_str(&p->scrolled));
    buf_truncate(&p->scrolled, 0);
    if (p->tty && !ends)
        region_draw(p);
    if (ends)
        p->plan = NULL; /* the caller may free it now */
    flush(p);
}
