/*
 * case_show.c - a plan as compact, stable text: one line a change, more lines only where several attributes differ.
 *
 *     -/+ aws_subnet.a   vpc_id  vpc-1 <- aws_vpc.main.id   because aws_vpc.main is replaced   stack.lua:2
 *
 * The marks are the terminal's (+ ~ - -/+ and +/- for create before destroy), other actions are words. Not what people see.
 */
#include "tests/cases/cases.h"

enum { SHOW_MAX = 200 };

static const char *mark_of(const struct change *c)
{
    switch (c->action) {
    case CHANGE_CREATE:
        return c->pair < 0 ? "+" : c->create_before_destroy ? "+/-" : "-/+";
    case CHANGE_UPDATE:
        return "~";
    case CHANGE_DELETE:
        return "-";
    case CHANGE_KEEP:
    case CHANGE_READ:
    case CHANGE_FORGET:
    case CHANGE_IMPORT:
    case CHANGE_MOVE:
    case CHANGE_ADOPT:
    case CHANGE_REISSUE:
    case CHANGE_DROP:
    case CHANGE_MARKS:
    case CHANGE_ACTION_COUNT:
        break;
    }
    return change_action_name(c->action);
}

static struct str text_of(struct arena *arena, struct value v)
{
    if (v.kind == VALUE_STRING && !value_sensitive(v) && value_text(v).len && str_find_char(value_text(v), ' ') < 0)
        return value_text(v);
    return value_present(v) ? value_show(arena, v, SHOW_MAX) : STR("nothing");
}

static void show_attr(struct buf *out, struct arena *arena, const struct change *c, const struct attr_change *a)
{
    struct str path = path_text(arena, a->path);
    bool origin = a->after.kind == VALUE_EXPR && !value_sensitive(a->after);
    struct str after = origin ? expr_text(arena, a->after.expr) : text_of(arena, a->after);
    if ((c->action == CHANGE_CREATE && c->pair < 0) || c->action == CHANGE_REISSUE)
        buf_printf(out, "%.*s %s %.*s", STR_ARG(path), origin ? "<-" : "=", STR_ARG(after));
    else if (a->released)
        buf_printf(out, "%.*s  %.*s released", STR_ARG(path), STR_ARG(text_of(arena, a->before)));
    else
        buf_printf(out, "%.*s  %.*s %s %.*s", STR_ARG(path), STR_ARG(text_of(arena, a->before)), origin ? "<-" : "->", STR_ARG(after));
    if (a->drift)
        buf_add_cstr(out, " (drift)");
    if (a->replaces && c->attr_count > 1)
        buf_add_cstr(out, " (replaces)");
}

static void show_causes(struct buf *out, const struct change *c)
{
    const char *before = "   because ";
    for (size_t i = 0; i < c->why_count; i++) {
        const struct cause *w = &c->why[i];
        bool repeated = w->kind == CAUSE_CONFIG || w->kind == CAUSE_DRIFT; /* the attributes say it */
        for (size_t k = 0; k < i && !repeated; k++)
            repeated = str_eq(c->why[k].text, w->text);
        if (repeated)
            continue;
        buf_printf(out, "%s%.*s", before, STR_ARG(w->text));
        before = "; ";
    }
}

static void show_notes(struct buf *out, const struct change *c)
{
    static const struct {
        enum change_note note;
        const char *text;
    } notes[] = { { NOTE_DATA_AT_RISK, "data at risk" }, { NOTE_UNREAD, "unread" }, { NOTE_BOUNDED, "bounded" }, { NOTE_HELD, "held" }, { NOTE_DENIED, "denied" } };
    for (size_t i = 0; i < ARRAY_LEN(notes); i++)
        if (c->notes & notes[i].note)
            buf_printf(out, "   [%s]", notes[i].text);
    if (c->note_err)
        buf_printf(out, " %s", c->note_err->message);
}

static void show_change(struct buf *out, struct arena *arena, const struct plan *plan, const struct change *c)
{
    const struct change *old = c->pair >= 0 ? &plan->changes.items[c->pair] : NULL;
    buf_printf(out, "%s %.*s", mark_of(c), STR_ARG(c->address));
    if (!str_empty(c->moved_from))
        buf_printf(out, "   was %.*s", STR_ARG(c->moved_from));
    bool leftover = c->action == CHANGE_DROP || (c->action == CHANGE_DELETE && c->object && c->object->role == OBJECT_DEPOSED);
    if (c->action == CHANGE_IMPORT || (leftover && !str_empty(c->id)))
        buf_printf(out, "   %.*s", STR_ARG(c->id));
    if (c->generation > 1 && c->action == CHANGE_CREATE && c->type->derived_name)
        buf_printf(out, "   generation %u", c->generation);
    if (c->attr_count == 1) {
        buf_add_cstr(out, "   ");
        show_attr(out, arena, c, &c->attrs[0]);
    }
    if (c->marks)
        buf_add_cstr(out, "   marks");
    show_causes(out, c);
    show_notes(out, c);
    if (old)
        show_notes(out, old);
    if (c->gone)
        buf_add_cstr(out, "   [gone]");
    if (c->at.line)
        buf_printf(out, "   %.*s:%u", STR_ARG(c->at.file), c->at.line);
    buf_add_char(out, '\n');
    for (size_t i = 0; c->attr_count > 1 && i < c->attr_count; i++) {
        buf_add_cstr(out, "    ");
        show_attr(out, arena, c, &c->attrs[i]);
        buf_add_char(out, '\n');
    }
}

/* What is kept is mentioned when there is something to tell: it could not be read, or has drifted. */
static bool has_news(const struct change *c)
{
    bool drift = c->gone;
    for (size_t i = 0; i < c->attr_count; i++)
        drift |= c->attrs[i].drift;
    return change_acts(c) || c->notes || drift;
}

void show_plan(struct buf *out, const struct plan *plan)
{
    DROP_ARENA struct arena arena = { 0 };
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        bool old_half = c->pair >= 0 && c->action == CHANGE_DELETE;
        if (!old_half && has_news(c))
            show_change(out, &arena, plan, c);
    }
    for (size_t i = 0; i < plan->outputs.count; i++) {
        const struct output_change *o = &plan->outputs.items[i];
        bool origin = o->after.kind == VALUE_EXPR && !value_sensitive(o->after);
        buf_printf(out, "output %.*s  %.*s %s %.*s\n", STR_ARG(o->name), STR_ARG(text_of(&arena, o->before)), origin ? "<-" : "->",
                   STR_ARG(origin ? expr_text(&arena, o->after.expr) : text_of(&arena, o->after)));
    }
    for (size_t i = 0; i < plan->warnings.count; i++)
        buf_printf(out, "warning: %.*s\n", STR_ARG(plan->warnings.items[i]));
    if (plan_is_empty(plan) && !out->len)
        buf_add_cstr(out, "no changes\n");
}

static void show_node(struct buf *out, const struct change *c)
{
    buf_printf(out, "%s %.*s", change_action_name(c->action), STR_ARG(c->address));
}

/* What must run before what, one constraint a line, in the order of the plan; only between what acts. */
void show_order(struct buf *out, const struct plan *plan)
{
    for (uint32_t i = 0; i < plan->changes.count; i++) {
        if (!change_acts(&plan->changes.items[i]))
            continue;
        for (uint32_t e = plan->order.first[i]; e < plan->order.first[i + 1]; e++) {
            const struct change *first = &plan->changes.items[plan->order.needs[e]];
            if (!change_acts(first))
                continue;
            show_node(out, first);
            buf_add_cstr(out, ", then ");
            show_node(out, &plan->changes.items[i]);
            buf_add_char(out, '\n');
        }
    }
}

/* The critical path and how long it takes. */
void show_path(struct buf *out, const struct plan *plan)
{
    buf_printf(out, "%u s:", plan->critical_path_ms / 1000);
    for (size_t i = 0; i < plan->critical_path_len; i++) {
        buf_add_cstr(out, i ? ", then " : " ");
        show_node(out, &plan->changes.items[plan->critical_path[i]]);
    }
    buf_add_char(out, '\n');
}
