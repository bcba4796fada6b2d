/*
 * progress_region.c - the part of the screen that is redrawn: counts, what runs, what waits, what is left on the critical path.
 *
 * Lines never wrap (they are cut at the width), so the region is as high as it has lines and is cleared by going up that many.
 */
#include "engine/render/progress_internal.h"

enum { RUNNING_LINES = 8, WAITING_NAMES = 2, BAR_CELLS = 10, NARROW = 80 };

void region_clear(struct progress *p)
{
    if (!p->region_lines)
        return;
    buf_printf(&p->out, "\r\x1b[%dA\x1b[J", p->region_lines);
    p->region_lines = 0;
}

static void end_line(struct progress *p)
{
    struct page page = p->page;
    page.out = &p->out;
    page_line(&page, &p->line);
    p->region_lines++;
}

/* What is left of the longest chain; 0: not known. Marks the chain's running step. */
static uint64_t critical_path(struct progress *p, uint32_t *ret_first)
{
    *ret_first = UINT32_MAX;
    if (!p->order)
        return 0;
    uint64_t longest = 0;
    for (size_t i = 0; i < p->plan->changes.count; i++) {
        uint64_t estimate = p->plan->changes.items[i].estimate_ms;
        uint64_t spent = p->steps[i].state == SEEN_RUNNING ? (uint64_t)(p->clock_ms - p->steps[i].began_ms) : 0;
        p->cost[i] = p->steps[i].state == SEEN_OVER ? 0 : estimate > spent ? estimate - spent : 0;
    }
    graph_longest(&p->plan->order, p->order, p->cost, p->remaining);
    for (uint32_t i = 0; i < p->plan->changes.count; i++) {
        longest = MAX_OF(longest, p->remaining[i]);
        if (p->steps[i].state == SEEN_RUNNING && (*ret_first == UINT32_MAX || p->remaining[i] > p->remaining[*ret_first]))
            *ret_first = i;
    }
    return longest;
}

static void add_bar(struct progress *p, uint64_t done, uint64_t total)
{
    unsigned cells = total ? (unsigned)(done * BAR_CELLS / total) : 0;
    buf_add_char(&p->line, ' ');
    for (unsigned i = 0; i < BAR_CELLS; i++)
        buf_add_cstr(&p->line, i < cells ? "▓" : "░");
    buf_printf(&p->line, " %u%%", total ? (unsigned)(done * 100 / total) : 0);
}

/* ` prod  7/14 done · 3 running · 4 waiting     01:52 of ~08:40   critical path ▓▓▓▓░░░░░░ 34%` */
static void draw_head(struct progress *p, uint64_t left)
{
    DROP_ARENA struct arena scratch = { 0 };
    buf_add_char(&p->line, ' ');
    markup_styled(&p->line, STYLE_BOLD, p->plan->stack);
    buf_printf(&p->line, "  %u/%u done", p->last.done, p->last.total);
    if (p->last.failed) {
        buf_add_cstr(&p->line, " · ");
        markup_style(&p->line, STYLE_ALARM);
        buf_printf(&p->line, "%u failed", p->last.failed);
        markup_style(&p->line, STYLE_PLAIN);
    }
    buf_printf(&p->line, " · %u running · %u waiting", p->last.running, p->last.waiting);
    if (p->options.width < NARROW)
        end_line(p);
    buf_add_cstr(&p->line, p->line.len ? "     " : " ");
    buf_add_str(&p->line, say_clock(&scratch, p->clock_ms, false));
    if (left) {
        uint64_t total = (uint64_t)p->clock_ms + left;
        buf_printf(&p->line, " of ~%.*s   critical path", STR_ARG(say_clock(&scratch, (int64_t)total, false)));
        add_bar(p, (uint64_t)p->clock_ms, total);
    }
    end_line(p);
}

static void draw_running(struct progress *p, uint32_t index, bool critical)
{
    static const char *const spinner[] = { "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧" };
    static const char *const plain_spinner[] = { "|", "/", "-", "\\" };
    DROP_ARENA struct arena scratch = { 0 };
    const struct change *c = &p->plan->changes.items[index];
    const struct seen_step *s = &p->steps[index];
    buf_add_char(&p->line, ' ');
    markup_style(&p->line, STYLE_CYAN);
    buf_add_cstr(&p->line, p->options.unicode ? spinner[p->spin % ARRAY_LEN(spinner)] : plain_spinner[p->spin % ARRAY_LEN(plain_spinner)]);
    markup_style(&p->line, STYLE_PLAIN);
    buf_add_char(&p->line, ' ');
    if (c->action != CHANGE_CREATE)
        markup_printf(&p->line, "%s ", change_action_name(c->action));
    markup_text(&p->line, c->address);
    markup_pad(&p->page, &p->line, MIN_OF(MAX_OF(p->options.width / 2, 20), 41));
    buf_add_str(&p->line, say_clock(&scratch, p->clock_ms - s->began_ms, false));
    if (c->estimate_ms)
        buf_printf(&p->line, " / ~%.*s", STR_ARG(say_about(&scratch, c->estimate_ms)));
    if (s->text[0]) {
        buf_add_cstr(&p->line, "   ");
        markup_cstr(&p->line, s->text);
    }
    if (critical)
        buf_add_cstr(&p->line, "   ← critical");
    end_line(p);
}

/* Names of steps that wait, each with one thing it waits for. */
static void draw_waiting(struct progress *p)
{
    const struct graph *g = &p->plan->order;
    if (!g->sealed || g->count != p->plan->changes.count)
        return;
    size_t shown = 0;
    for (uint32_t i = 0; i < g->count && shown < WAITING_NAMES; i++) {
        if (p->steps[i].state != SEEN_WAITING)
            continue;
        uint32_t need = UINT32_MAX;
        for (uint32_t e = g->first[i]; e < g->first[i + 1] && need == UINT32_MAX; e++)
            if (p->steps[g->needs[e]].state == SEEN_RUNNING)
                need = g->needs[e];
        if (need == UINT32_MAX)
            continue;
        buf_add_cstr(&p->line, shown++ ? "     wait " : "   wait ");
        markup_printf(&p->line, "%.*s ← %.*s", STR_ARG(p->plan->changes.items[i].address), STR_ARG(p->plan->changes.items[need].address));
    }
    if (shown)
        end_line(p);
}

void region_draw(struct progress *p)
{
    p->spin++;
    uint32_t critical;
    uint64_t left = critical_path(p, &critical);
    markup_style(&p->line, STYLE_DIM);
    for (int i = 0; i < MIN_OF(p->options.width, 64); i++)
        buf_add_cstr(&p->line, "─");
    markup_style(&p->line, STYLE_PLAIN);
    end_line(p);
    draw_head(p, left);
    uint32_t shown = 0;
    if (critical != UINT32_MAX) {
        draw_running(p, critical, left > 0);
        shown++;
    }
    for (uint32_t i = 0; i < p->plan->changes.count && shown < RUNNING_LINES; i++) {
        if (p->steps[i].state != SEEN_RUNNING || i == critical)
            continue;
        draw_running(p, i, false);
        shown++;
    }
    if (p->last.running > shown) {
        buf_printf(&p->line, "   and %u more running", p->last.running - shown);
        end_line(p);
    }
    draw_waiting(p);
    if (p->last.running || p->last.waiting) {
        markup_styled(&p->line, STYLE_DIM, STR(" Ctrl-C once: finish running calls, start no new ones. Twice: stop now; the log makes it resumable."));
        end_line(p);
    }
}
