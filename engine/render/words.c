/*
 * words.c - how values, times, places, names and actions are said; one place, so that all renderers agree.
 */
#include "engine/render/render_internal.h"

/* May a string stand without quotes? Nothing that could be taken for another kind of value or for our own signs. */
static bool is_bare(struct str s)
{
    double number;
    if (!s.len || str_to_f64(s, &number) || str_is(s, "true") || str_is(s, "false") || str_is(s, "null"))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"'{}[](),=", c))
            return false;
    }
    return true;
}

struct str say_value(struct arena *arena, struct value v, size_t max_chars)
{
    if (v.kind == VALUE_STRING && !value_sensitive(v) && v.count <= max_chars && is_bare(value_text(v)))
        return value_text(v);
    if (!value_given(v))
        return STR("(none)");
    if (value_sensitive(v) && !value_known(v)) /* a text joined with a reference: its literal parts are not marked one by one */
        return STR("••••");
    return value_show(arena, v, max_chars);
}

struct str say_duration(struct arena *arena, uint64_t ms)
{
    unsigned long long s = ms / 1000;
    if (ms < 9950)
        return arena_printf(arena, "%.1f s", (double)ms / 1000);
    if (s < 60)
        return arena_printf(arena, "%llu s", s);
    if (s < 3600)
        return s % 60 ? arena_printf(arena, "%llu m %llu s", s / 60, s % 60) : arena_printf(arena, "%llu m", s / 60);
    return arena_printf(arena, "%llu h %llu m", s / 3600, s / 60 % 60);
}

struct str say_about(struct arena *arena, uint64_t ms)
{
    unsigned long long s = (ms + 999) / 1000;
    if (s < 90)
        return arena_printf(arena, "%llu s", s);
    if (s < 5400)
        return arena_printf(arena, "%llu min", (s + 30) / 60);
    return arena_printf(arena, "%llu h", (s + 1800) / 3600);
}

struct str say_clock(struct arena *arena, int64_t ms, bool hours)
{
    long long s = MAX_OF(ms, (int64_t)0) / 1000;
    if (hours)
        return arena_printf(arena, "%02lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
    return arena_printf(arena, "%02lld:%02lld", s / 60, s % 60);
}

struct str say_pos(struct arena *arena, struct pos at)
{
    if (str_empty(at.file))
        return STR("");
    return at.line ? arena_printf(arena, "%.*s:%u", STR_ARG(at.file), at.line) : at.file;
}

struct str say_count(struct arena *arena, size_t n, const char *one, const char *many)
{
    return arena_printf(arena, "%zu %s", n, n == 1 ? one : many);
}

static size_t common_head(const struct str *names, size_t count)
{
    size_t len = names[0].len;
    for (size_t i = 1; i < count; i++) {
        size_t k = 0;
        while (k < len && k < names[i].len && names[i].ptr[k] == names[0].ptr[k])
            k++;
        len = k;
    }
    return len;
}

static size_t common_tail(const struct str *names, size_t count, size_t head)
{
    size_t len = names[0].len - head;
    for (size_t i = 1; i < count; i++) {
        size_t k = 0, most = MIN_OF(len, names[i].len - head);
        while (k < most && names[i].ptr[names[i].len - 1 - k] == names[0].ptr[names[0].len - 1 - k])
            k++;
        len = k;
    }
    return len;
}

static bool is_break(char c)
{
    return c == '.' || c == '-' || c == '_' || c == '/' || c == '[' || c == ']' || c == ':' || c == ' ';
}

struct str say_names(struct arena *arena, const struct str *names, size_t count, size_t max_names)
{
    if (!count)
        return STR("");
    if (count == 1)
        return names[0];
    /* Alternatives begin and end at a break, so that "web" and "worker" are not w{eb,orker}. */
    size_t head = common_head(names, count);
    while (head && !is_break(names[0].ptr[head - 1]))
        head--;
    size_t tail = common_tail(names, count, head);
    while (tail && !is_break(names[0].ptr[names[0].len - tail]))
        tail--;
    DROP_BUF struct buf out = { 0 };
    bool braces = head || tail;
    buf_add(&out, names[0].ptr, head);
    buf_add_cstr(&out, braces ? "{" : "");
    for (size_t i = 0; i < count; i++) {
        buf_add_cstr(&out, i ? braces ? "," : ", " : "");
        if (max_names && i == max_names) {
            buf_add_cstr(&out, "…");
            break;
        }
        buf_add_str(&out, str_slice(names[i], head, names[i].len - tail));
    }
    buf_add_cstr(&out, braces ? "}" : "");
    buf_add(&out, names[0].ptr + names[0].len - tail, tail);
    return arena_str(arena, buf_str(&out));
}

struct origins {
    struct arena *arena;
    VEC(struct str) texts;
};

static void note_origin(void *context, const struct expr *expr)
{
    struct origins *o = context;
    struct str text = expr_text(o->arena, expr);
    for (size_t i = 0; i < o->texts.count; i++)
        if (str_eq(o->texts.items[i], text))
            return;
    *VEC_PUSH(&o->texts, o->arena) = text;
}

/* Leaves that are only a reference, an input or a lookup by their name; a computation by its text. */
static void find_origins(struct origins *o, struct value v)
{
    if (value_known(v))
        return;
    if (value_sensitive(v)) { /* the text of a computation may hold what it hides */
        expr_each_ref(v, note_origin, o);
        return;
    }
    if (v.kind == VALUE_EXPR) {
        note_origin(o, v.expr);
        return;
    }
    for (size_t i = 0; i < v.count; i++)
        find_origins(o, v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value);
}

struct str say_origin(struct arena *arena, struct value v)
{
    struct origins o = { .arena = arena };
    find_origins(&o, v);
    return say_names(arena, o.texts.items, o.texts.count, 6);
}

/* Actions. */

bool change_is_replace(const struct change *change)
{
    return change->action == CHANGE_CREATE && change->pair >= 0;
}

bool change_is_replace_half(const struct change *change)
{
    return change->action == CHANGE_DELETE && change->pair >= 0;
}

uint32_t change_notes(const struct plan *plan, const struct change *change)
{
    return change->notes | (change->pair >= 0 ? plan->changes.items[change->pair].notes : 0);
}

struct action_look {
    const char *symbol;
    enum style style;
};

static const struct action_look looks[] = {
    [CHANGE_KEEP] = { " ", STYLE_PLAIN },     [CHANGE_CREATE] = { "+", STYLE_GREEN },  [CHANGE_UPDATE] = { "~", STYLE_YELLOW },
    [CHANGE_DELETE] = { "-", STYLE_RED },     [CHANGE_READ] = { "<", STYLE_CYAN },     [CHANGE_FORGET] = { "=", STYLE_CYAN },
    [CHANGE_IMPORT] = { "=", STYLE_CYAN },    [CHANGE_MOVE] = { "=", STYLE_CYAN },     [CHANGE_ADOPT] = { ">", STYLE_CYAN },
    [CHANGE_REISSUE] = { ">", STYLE_CYAN },   [CHANGE_DROP] = { ">", STYLE_CYAN },     [CHANGE_MARKS] = { "=", STYLE_CYAN },
};
_Static_assert(ARRAY_LEN(looks) == CHANGE_ACTION_COUNT, "every action has a look");

enum style action_style(const struct change *change)
{
    return change->pair >= 0 ? STYLE_RED : looks[change->action].style;
}

const char *action_symbol(const struct change *change)
{
    if (change->pair >= 0)
        return change->create_before_destroy ? "+/-" : "-/+";
    return looks[change->action].symbol;
}

const char *action_verb(const struct change *change)
{
    return change_is_replace(change) ? "replace" : change_action_name(change->action);
}

struct str change_type_name(const struct change *change)
{
    if (change->type)
        return str_of(change->type->name);
    struct str name = change->address; /* scope/type.name */
    for (ptrdiff_t slash; (slash = str_find_char(name, '/')) >= 0;)
        name = str_slice(name, (size_t)slash + 1, name.len);
    ptrdiff_t dot = str_find_char(name, '.');
    return dot < 0 ? name : str_slice(name, 0, (size_t)dot);
}

bool change_hides(const struct attr_change *a)
{
    return value_sensitive(a->before) || value_sensitive(a->after) || (a->attr && a->attr->flags & SENSITIVE_ATTR);
}
