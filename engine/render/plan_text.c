/*
 * plan_text.c - the plan for a terminal (ux.md 4.2): risk first and never cut, one line a resource, equal changes folded.
 *
 * Sections in order: header, DANGER, what an interrupted run left, groups (top scope of the address, else the service of the type),
 * outputs, drift, what could not be read, warnings, footer. Unchanged resources are only counted.
 */
#include "engine/render/render_internal.h"

#include <stdlib.h>

enum { SUMMARY_FROM = 12 }; /* a first create of more resources than this is one line a group, unless -v */

struct drawing {
    const struct plan *plan;
    const struct render_options *options;
    struct page page;
    struct arena *arena;
    struct buf line;
    struct map groups;            /* name -> struct group, in order of appearance */
    bool in_groups;               /* a group was written: no empty line before the next one */
};

struct group {
    struct str name;
    VEC(const struct change *) changes;   /* that act or are read; the delete halves of replaces left out */
    size_t unchanged;
};

typedef VEC(struct row) row_vec;

/* Which section. */

static bool is_settle(const struct change *c)
{
    return c->action == CHANGE_ADOPT || c->action == CHANGE_REISSUE || c->action == CHANGE_DROP;
}

static bool drifts(const struct change *c)
{
    if (change_is_replace_half(c) || is_settle(c) || c->notes & NOTE_UNREAD)
        return false;
    for (size_t i = 0; i < c->attr_count; i++)
        if (c->attrs[i].drift && c->pair < 0)
            return true;
    return c->gone && c->action == CHANGE_CREATE;
}

static bool only_drifts(const struct change *c)
{
    if (c->action != CHANGE_UPDATE || !c->attr_count || !str_empty(c->moved_from))
        return false;
    for (size_t i = 0; i < c->attr_count; i++)
        if (!c->attrs[i].drift && !c->attrs[i].computed)
            return false;
    return drifts(c);
}

/* Replaces with data at risk, destroys, and what is denied. A destroy of everything lists only what loses data: the rest is the command itself. */
static bool is_dangerous(const struct plan *plan, const struct change *c)
{
    uint32_t notes = change_notes(plan, c);
    if (change_is_replace_half(c))
        return false;
    if (notes & (NOTE_DENIED | NOTE_HELD))
        return true;
    if (c->action == CHANGE_DELETE)
        return !c->gone && (!plan->destroy || notes & NOTE_DATA_AT_RISK);
    return notes & NOTE_DATA_AT_RISK && change_acts(c);
}

static struct str group_of(const struct change *c)
{
    ptrdiff_t slash = str_find_char(c->address, '/');
    if (slash > 0)
        return str_slice(c->address, 0, (size_t)slash);
    if (c->type && c->type->reader && c->type->reader->service)
        return str_of(c->type->reader->service);
    if (c->provider_type)
        return str_of(c->provider_type->name);
    struct str type = change_type_name(c);
    ptrdiff_t line = str_find_char(type, '_');
    return line > 0 ? str_slice(type, 0, (size_t)line) : type;
}

static void collect_groups(struct drawing *d)
{
    d->groups.arena = d->arena;
    for (size_t i = 0; i < d->plan->changes.count; i++) {
        const struct change *c = &d->plan->changes.items[i];
        struct str name = group_of(c);
        struct group *g = map_find(&d->groups, name);
        if (!g) {
            g = ARENA_NEW(d->arena, struct group);
            g->name = name;
            (void)map_put(&d->groups, name, g);
        }
        if (c->action == CHANGE_KEEP)
            g->unchanged++;
        else if (!change_is_replace_half(c))
            *VEC_PUSH(&g->changes, d->arena) = c;
    }
}

static void end_line(struct drawing *d)
{
    page_line(&d->page, &d->line);
}

static void heading(struct drawing *d, const char *name, enum style style)
{
    page_empty(&d->page);
    markup_styled(&d->line, style, str_of(name));
}

static void write_rows(struct drawing *d, row_vec *rows, enum rows_what what)
{
    size_t count = rows->count;
    if (!d->options->verbose || what == ROWS_UNREAD)
        count = rows_fold(d->arena, rows->items, count);
    rows_write(d->arena, &d->page, rows->items, count, what, d->options->verbose);
}

static void add_row(struct drawing *d, row_vec *rows, const struct change *c, enum rows_what what)
{
    *VEC_PUSH(rows, d->arena) = row_make(d->arena, d->plan, c, what, d->options);
}

/* Header. */

static void add_part(struct drawing *d, struct str part)
{
    if (d->line.len)
        buf_add_cstr(&d->line, " · ");
    markup_text(&d->line, part);
}

static void write_header(struct drawing *d)
{
    const struct plan *plan = d->plan;
    size_t resources = 0;
    for (size_t i = 0; i < plan->changes.count; i++)
        resources += !change_is_replace_half(&plan->changes.items[i]);
    markup_styled(&d->line, STYLE_BOLD, plan->stack);
    if (!str_empty(plan->env) && !str_is(plan->env, "default"))
        add_part(d, arena_printf(d->arena, "env %.*s", STR_ARG(plan->env)));
    if (plan->simulated)
        add_part(d, STR("SIMULATED"));
    if (plan->destroy)
        add_part(d, STR("destroy"));
    if (plan->partial)
        add_part(d, STR("partial: only what was selected"));
    struct str groups = d->groups.live > 1 ? arena_printf(d->arena, " in %zu layers", d->groups.live) : STR("");
    add_part(d, arena_printf(d->arena, "%.*s%.*s", STR_ARG(say_count(d->arena, resources, "resource", "resources")), STR_ARG(groups)));
    struct str reads = STR("");
    if (plan->read_requests)
        reads = arena_printf(d->arena, " (refreshed %.*s, %llu API call%s)", STR_ARG(say_duration(d->arena, (uint64_t)plan->refreshed_ms)),
                             (unsigned long long)plan->read_requests, plan->read_requests == 1 ? "" : "s");
    add_part(d, plan->base_serial
                    ? arena_printf(d->arena, "state #%llu%.*s", (unsigned long long)plan->base_serial, STR_ARG(reads))
                    : arena_printf(d->arena, "no state yet%.*s", STR_ARG(reads)));
    end_line(d);
}

/* DANGER. */

static void write_danger(struct drawing *d)
{
    const struct plan *plan = d->plan;
    row_vec rows = { 0 };
    size_t replaces = 0, destroys = 0, denied = 0;
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (c->action == CHANGE_DELETE && c->pair < 0 && !c->gone)
            destroys++;
        if (!is_dangerous(plan, c))
            continue;
        replaces += change_is_replace(c) && change_notes(plan, c) & NOTE_DATA_AT_RISK;
        denied += (change_notes(plan, c) & (NOTE_DENIED | NOTE_HELD)) != 0;
        add_row(d, &rows, c, ROWS_DANGER);
    }
    if (!rows.count && !destroys)
        return;
    heading(d, "DANGER", STYLE_ALARM);
    const char *gap = "  ";
    const struct {
        size_t n;
        const char *text;
    } counts[] = { { replaces, "replace with data at risk" }, { destroys, "destroy" }, { denied, "denied" } };
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        if (!counts[i].n)
            continue;
        buf_printf(&d->line, "%s%zu %s", gap, counts[i].n, counts[i].text);
        gap = " · ";
    }
    page_line_whole(&d->page, &d->line);
    write_rows(d, &rows, ROWS_DANGER);
}

/* Sections of rows chosen by a test. */

static void write_section(struct drawing *d, const char *name, const char *remark, bool (*wanted)(const struct change *), enum rows_what what)
{
    row_vec rows = { 0 };
    for (size_t i = 0; i < d->plan->changes.count; i++)
        if (wanted(&d->plan->changes.items[i]))
            add_row(d, &rows, &d->plan->changes.items[i], what);
    if (!rows.count)
        return;
    heading(d, name, what == ROWS_UNREAD ? STYLE_YELLOW : STYLE_BOLD);
    markup_pad(&d->page, &d->line, 15);
    buf_printf(&d->line, "%zu   ", rows.count);
    markup_cstr(&d->line, remark);
    end_line(d);
    write_rows(d, &rows, what);
}

static bool is_unread(const struct change *c)
{
    return c->notes & NOTE_UNREAD;
}

/* Groups. */

static bool is_first_create(const struct drawing *d)
{
    size_t creates = 0;
    for (size_t i = 0; i < d->plan->changes.count; i++) {
        const struct change *c = &d->plan->changes.items[i];
        if (c->action == CHANGE_READ)
            continue;
        if (c->action != CHANGE_CREATE || c->object || c->pair >= 0 || c->notes)
            return false;
        creates++;
    }
    return creates > SUMMARY_FROM;
}

static int by_count(const void *a, const void *b)
{
    const struct map_entry *x = a, *y = b;
    uintptr_t n = (uintptr_t)x->value, m = (uintptr_t)y->value;
    return n != m ? (n < m) - (n > m) : str_cmp(x->key, y->key);
}

/* Type names without the provider's prefix, as people say them. */
static struct str short_type(const struct change *c)
{
    struct str name = change_type_name(c);
    struct str prefix = c->provider_type ? str_of(c->provider_type->prefix) : STR("");
    return prefix.len && str_starts(name, prefix) ? str_slice(name, prefix.len, name.len) : name;
}

/* One empty line before the first group that has something to say. */
static void begin_groups(struct drawing *d)
{
    if (!d->in_groups)
        page_empty(&d->page);
    d->in_groups = true;
}

/* `network        + 21  vpc 1, subnet 6, route_table 4` */
static void write_group_summary(struct drawing *d, const struct group *g, int column)
{
    struct map types = { .arena = d->arena };
    for (size_t i = 0; i < g->changes.count; i++) {
        struct str type = short_type(g->changes.items[i]);
        (void)map_put(&types, type, (void *)((uintptr_t)map_find(&types, type) + 1));
    }
    VEC(struct map_entry) order = { 0 };
    struct map_entry entry;
    for (size_t i = 0; map_next(&types, &i, &entry);)
        *VEC_PUSH(&order, d->arena) = entry;
    if (order.count)
        qsort(order.items, order.count, sizeof entry, by_count);
    begin_groups(d);
    markup_styled(&d->line, STYLE_BOLD, g->name);
    markup_pad(&d->page, &d->line, column);
    markup_styled(&d->line, STYLE_GREEN, STR("+"));
    buf_printf(&d->line, " %zu  ", g->changes.count);
    for (size_t i = 0; i < order.count; i++) {
        buf_add_cstr(&d->line, i ? ", " : "");
        markup_text(&d->line, order.items[i].key);
        buf_printf(&d->line, " %zu", (size_t)(uintptr_t)order.items[i].value);
    }
    end_line(d);
}

static bool in_groups(const struct change *c)
{
    return !is_settle(c) && !only_drifts(c) && !(c->notes & NOTE_UNREAD);
}

static void write_group(struct drawing *d, const struct group *g, int column)
{
    row_vec rows = { 0 };
    for (size_t i = 0; i < g->changes.count; i++) {
        const struct change *c = g->changes.items[i];
        if (!in_groups(c))
            continue;
        add_row(d, &rows, c, ROWS_NORMAL);
        if (!is_dangerous(d->plan, c))
            continue;
        struct row *row = &rows.items[rows.count - 1]; /* said above already */
        row->side = STR("see DANGER");
        row->position = STR_NONE;
        if (!d->options->verbose && (c->action != CHANGE_CREATE || c->pair >= 0))
            row->body = STR_NONE;
    }
    if (!rows.count && !g->unchanged)
        return;
    begin_groups(d);
    markup_styled(&d->line, STYLE_BOLD, g->name);
    markup_pad(&d->page, &d->line, column);
    if (!rows.count)
        buf_printf(&d->line, "unchanged (%zu)", g->unchanged);
    else
        buf_printf(&d->line, "%zu", g->unchanged + g->changes.count);
    end_line(d);
    write_rows(d, &rows, ROWS_NORMAL);
}

static void write_groups(struct drawing *d)
{
    struct map_entry entry;
    int column = 15;
    for (size_t i = 0; map_next(&d->groups, &i, &entry);)
        column = MAX_OF(column, markup_columns(&d->page, entry.key) + 2);
    bool summary = !d->options->verbose && is_first_create(d);
    for (size_t i = 0; map_next(&d->groups, &i, &entry);) {
        if (summary)
            write_group_summary(d, entry.value, column);
        else
            write_group(d, entry.value, column);
    }
    if (summary) {
        buf_add_cstr(&d->line, "every resource and attribute: infra plan -v");
        end_line(d);
    }
}

/* Outputs, warnings. */

static void write_outputs(struct drawing *d)
{
    if (!d->plan->outputs.count)
        return;
    heading(d, "outputs", STYLE_BOLD);
    end_line(d);
    for (size_t i = 0; i < d->plan->outputs.count; i++) {
        const struct output_change *o = &d->plan->outputs.items[i];
        struct value before = o->sensitive && value_given(o->before) ? value_mark_sensitive(o->before) : o->before;
        struct value after = o->sensitive && value_given(o->after) ? value_mark_sensitive(o->after) : o->after;
        bool is_new = !value_given(before), goes = !value_given(after);
        buf_add_cstr(&d->line, "  ");
        markup_styled(&d->line, is_new ? STYLE_GREEN : goes ? STYLE_RED : STYLE_YELLOW, is_new ? STR("+") : goes ? STR("-") : STR("~"));
        buf_add_char(&d->line, ' ');
        markup_text(&d->line, o->name);
        buf_add_cstr(&d->line, "  ");
        if (!is_new && !goes && (value_sensitive(before) || value_sensitive(after)) && value_known(after)) {
            buf_add_cstr(&d->line, "•••• (changed)");
            end_line(d);
            continue;
        }
        if (!is_new && !goes) {
            markup_text(&d->line, say_value(d->arena, before, 80));
            buf_add_cstr(&d->line, " → ");
        }
        struct value shown = goes ? before : after;
        if (value_known(shown)) {
            markup_text(&d->line, say_value(d->arena, shown, 80));
        } else {
            buf_add_cstr(&d->line, "← ");
            markup_text(&d->line, say_origin(d->arena, shown));
        }
        end_line(d);
    }
}

static void write_warnings(struct drawing *d)
{
    for (size_t i = 0; i < d->plan->warnings.count; i++) {
        if (!i)
            page_empty(&d->page);
        markup_styled(&d->line, STYLE_YELLOW, STR("warning: "));
        markup_text(&d->line, d->plan->warnings.items[i]);
        page_line_whole(&d->page, &d->line);
    }
}

/* Footer. */

static void add_count(struct drawing *d, enum style style, const char *sign, uint32_t n, const char *word)
{
    if (!n)
        return;
    buf_add_cstr(&d->line, "  ");
    markup_style(&d->line, style);
    buf_printf(&d->line, "%s%u%s%s", sign, n, *word ? " " : "", word);
    markup_style(&d->line, STYLE_PLAIN);
}

static void write_counts(struct drawing *d)
{
    const struct plan_counts *n = &d->plan->counts;
    markup_styled(&d->line, STYLE_BOLD, STR("Plan"));
    add_count(d, STYLE_GREEN, "+", n->create, "");
    add_count(d, STYLE_YELLOW, "~", n->update, "");
    add_count(d, STYLE_RED, "-/+", n->replace, "");
    add_count(d, STYLE_RED, "-", n->delete, "");
    add_count(d, STYLE_CYAN, "", n->settle, "unfinished");
    add_count(d, STYLE_CYAN, "", n->import, "import");
    add_count(d, STYLE_CYAN, "", n->move, "move");
    add_count(d, STYLE_CYAN, "", n->forget, "forget");
    add_count(d, STYLE_CYAN, "", n->marks, "marks");
    if (d->plan->outputs.count)
        add_count(d, STYLE_PLAIN, "", (uint32_t)d->plan->outputs.count, d->plan->outputs.count == 1 ? "output" : "outputs");
    buf_printf(&d->line, "   %u unchanged", n->keep);
    end_line(d);
}

static void write_duration(struct drawing *d)
{
    const struct plan *plan = d->plan;
    if (!plan->critical_path_ms)
        return;
    markup_pad(&d->page, &d->line, 6);
    buf_printf(&d->line, "about %.*s", STR_ARG(say_about(d->arena, plan->critical_path_ms)));
    VEC(struct str) names = { 0 };
    for (size_t i = 0; i < plan->critical_path_len; i++) {
        const struct change *c = &plan->changes.items[plan->critical_path[i]];
        if (change_acts(c))
            *VEC_PUSH(&names, d->arena) = short_type(c);
    }
    for (size_t i = 0; i < names.count && names.count > 1; i++) {
        bool middle = i >= 3 && i + 2 < names.count;
        if (middle && i > 3)
            continue;
        buf_add_cstr(&d->line, i ? " → " : ", critical path: ");
        markup_text(&d->line, middle ? STR("…") : names.items[i]);
    }
    end_line(d);
}

static void write_footer(struct drawing *d)
{
    const struct plan *plan = d->plan;
    page_empty(&d->page);
    write_counts(d);
    write_duration(d);
    if (plan->counts.denied) {
        markup_pad(&d->page, &d->line, 6);
        markup_styled(&d->line, STYLE_ALARM, arena_printf(d->arena, "%u denied: this plan cannot be applied (exit 3)", plan->counts.denied));
        end_line(d);
    } else if (!plan_is_empty(plan)) {
        markup_pad(&d->page, &d->line, 6);
        buf_printf(&d->line, "infra %s --digest %.*s", plan->destroy ? "destroy" : "apply", (int)MIN_OF(plan->digest_hex.len, (size_t)32),
                   plan->digest_hex.ptr ? plan->digest_hex.ptr : "");
        page_line_whole(&d->page, &d->line);
    }
}

/* `prod: no changes (60 resources, 2.1 s)` */
static void write_nothing(struct drawing *d)
{
    const struct plan *plan = d->plan;
    markup_text(&d->line, plan->stack);
    if (!str_empty(plan->env) && !str_is(plan->env, "default"))
        markup_printf(&d->line, " (env %.*s)", STR_ARG(plan->env));
    markup_printf(&d->line, ": no changes%s (%.*s, %.*s)", plan->simulated ? ", SIMULATED" : "",
                  STR_ARG(say_count(d->arena, plan->changes.count, "resource", "resources")),
                  STR_ARG(say_duration(d->arena, (uint64_t)MAX_OF(plan->refreshed_ms, (int64_t)0))));
    end_line(d);
}

void render_plan(struct buf *out, const struct plan *plan, const struct render_options *options)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct drawing d = { .plan = plan, .options = options, .page = page_of(out, options), .arena = &scratch };
    if (plan_is_empty(plan) && !plan->counts.drift && !plan->counts.unread && !plan->counts.denied && !plan->unfinished_run) {
        write_nothing(&d);
        write_warnings(&d);
        buf_done(&d.line);
        return;
    }
    collect_groups(&d);
    write_header(&d);
    write_danger(&d);
    struct str run = plan->unfinished_run ? arena_printf(&scratch, "run %u was interrupted; this apply settles it first", plan->unfinished_run)
                                          : STR("left by an interrupted run; settled first");
    write_section(&d, "unfinished", run.ptr, is_settle, ROWS_SETTLE);
    write_groups(&d);
    write_outputs(&d);
    write_section(&d, "drift", "not caused by this change", drifts, ROWS_DRIFT);
    write_section(&d, "unread", "could not be read: nothing is planned for these", is_unread, ROWS_UNREAD);
    write_warnings(&d);
    write_footer(&d);
    buf_done(&d.line);
}
