/*
 * plan_rows.c - one change of a plan as lines: headline, what differs, where values come from, why.
 *
 * A row is built as markup and written later (plan_fold.c), so that rows which say the same of several resources are found by
 * comparing their text. Nothing here knows a type: headlines come from the type's table.
 */
#include "engine/render/render_internal.h"

enum { VALUE_CHARS = 60, VALUE_CHARS_VERBOSE = 400, LINES_MAX = 8 };

struct writing {
    struct arena *arena;
    const struct plan *plan;
    const struct change *change;
    enum rows_what what;
    bool verbose;
    struct buf side, body;
};

static size_t value_chars(const struct writing *w)
{
    return w->verbose ? VALUE_CHARS_VERBOSE : VALUE_CHARS;
}

static void body_end(struct writing *w)
{
    buf_add_char(&w->body, '\n');
}

static void side_part(struct writing *w)
{
    if (w->side.len)
        buf_add_cstr(&w->side, " · ");
}

/* Values. */

static void add_after(struct writing *w, struct buf *out, struct value v)
{
    if (value_given(v) && !value_known(v)) {
        struct str origin = say_origin(w->arena, v);
        buf_add_cstr(out, value_sensitive(v) ? "•••• ← " : "← ");
        markup_text(out, str_empty(origin) ? STR("a value of this stack") : origin);
        return;
    }
    markup_text(out, say_value(w->arena, v, value_chars(w)));
}

/* `before → after`, `+ after`, `- before`; a sensitive value only says that it changes. */
static void add_change(struct writing *w, struct buf *out, const struct attr_change *a, struct str key)
{
    bool plus = !value_present(a->before), minus = !value_present(a->after) && !a->computed, text_key = !str_empty(key);
    if (change_hides(a)) {
        if (plus || minus) {
            markup_styled(out, plus ? STYLE_GREEN : STYLE_RED, plus ? STR("+ ") : STR("- "));
            markup_text(out, key);
            buf_add_cstr(out, text_key ? "=" : "");
        } else {
            markup_text(out, key);
            buf_add_cstr(out, text_key ? " " : "");
        }
        if (value_given(a->after) && !value_known(a->after))
            add_after(w, out, value_mark_sensitive(a->after));
        else
            buf_add_cstr(out, plus || minus ? "••••" : "•••• (changed)");
        return;
    }
    if (plus) {
        markup_styled(out, STYLE_GREEN, STR("+ "));
        markup_text(out, key);
        buf_add_cstr(out, text_key ? "=" : "");
        add_after(w, out, a->after);
    } else if (minus) {
        markup_styled(out, STYLE_RED, STR("- "));
        markup_text(out, text_key ? key : say_value(w->arena, a->before, value_chars(w)));
    } else {
        markup_text(out, key);
        buf_add_cstr(out, text_key ? " " : "");
        markup_text(out, say_value(w->arena, a->before, value_chars(w)));
        if (a->computed && !value_given(a->after)) {
            buf_add_cstr(out, " → decided by the cloud");
        } else {
            buf_add_cstr(out, value_known(a->after) ? " → " : " ");
            add_after(w, out, a->after);
        }
    }
}

/* Elements of a map or set of strings stand on one line, under the name of the collection. */
static bool in_collection(const struct attr_change *a)
{
    return a->attr && (a->attr->type == ATTR_STRING_MAP || a->attr->type == ATTR_STRING_SET) && a->path.count == 2 &&
           a->path.steps[1].kind != PATH_INDEX && a->path.steps[1].kind != PATH_MATCH;
}

static bool same_collection(const struct attr_change *a, const struct attr_change *b)
{
    return in_collection(a) && in_collection(b) && a->attr == b->attr && a->drift == b->drift && a->replaces == b->replaces &&
           a->released == b->released;
}

static void add_remarks(struct writing *w, const struct attr_change *a)
{
    struct buf *out = &w->body;
    if (a->replaces && change_is_replace(w->change))
        markup_styled(out, STYLE_RED, STR("   replaces"));
    if (a->drift && w->what != ROWS_DRIFT)
        buf_add_cstr(out, "   changed outside");
    if (a->released)
        buf_add_cstr(out, "   no longer managed");
}

/* One line of the body; returns how many changes it took in. */
static size_t add_line(struct writing *w, const struct attr_change *attrs, size_t count)
{
    struct buf *out = &w->body;
    buf_add_cstr(out, "      ");
    size_t taken = 1;
    if (in_collection(attrs)) {
        markup_text(out, attrs->path.steps[0].name);
        while (taken < count && same_collection(attrs, &attrs[taken]))
            taken++;
        for (size_t i = 0; i < taken; i++) {
            buf_add_cstr(out, i ? "   " : "  ");
            bool map = attrs[i].attr->type == ATTR_STRING_MAP;
            add_change(w, out, &attrs[i], map ? attrs[i].path.steps[1].name : STR_NONE);
        }
    } else {
        markup_text(out, path_text(w->arena, attrs->path));
        buf_add_cstr(out, "  ");
        add_change(w, out, attrs, STR_NONE);
    }
    add_remarks(w, attrs);
    body_end(w);
    return taken;
}

static bool shows(const struct writing *w, const struct attr_change *a)
{
    if (w->what == ROWS_DRIFT)
        return a->drift;
    if (a->computed && !w->verbose)
        return false;
    /* drift stands in its own section, unless it is mixed into a replace */
    return !a->drift || w->change->pair >= 0 || w->change->action != CHANGE_UPDATE;
}

/* What differs, what replaces first. Cut after LINES_MAX lines, unless verbose. */
static void add_differences(struct writing *w, bool replacing_only)
{
    const struct change *c = w->change;
    size_t lines = 0, left = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < c->attr_count;) {
            const struct attr_change *a = &c->attrs[i];
            if (!shows(w, a) || a->replaces != !round || (replacing_only && !a->replaces)) {
                i++;
                continue;
            }
            if (lines == LINES_MAX && !w->verbose) {
                left++;
                i++;
                continue;
            }
            i += add_line(w, a, c->attr_count - i);
            lines++;
        }
    }
    if (left) {
        buf_printf(&w->body, "      +%zu more (-v shows all)", left);
        body_end(w);
    }
}

/* Headlines. */

static void add_headline_value(struct writing *w, struct str name, struct value v)
{
    if (v.kind == VALUE_STRING || v.kind == VALUE_BYTES) {
        markup_text(&w->side, say_value(w->arena, v, 40));
    } else if (v.kind == VALUE_BOOL) {
        buf_add_cstr(&w->side, v.boolean ? "" : "no ");
        markup_text(&w->side, name);
    } else if (v.kind == VALUE_LIST || v.kind == VALUE_MAP) {
        buf_printf(&w->side, "%u ", v.count);
        markup_text(&w->side, name);
    } else {
        markup_text(&w->side, name);
        buf_add_char(&w->side, ' ');
        markup_text(&w->side, say_value(w->arena, v, 40));
    }
}

static bool in_words(const char *words, struct str word)
{
    struct str rest = str_of(words);
    while (rest.ptr && words)
        if (str_eq(str_split(&rest, ' '), word))
            return true;
    return false;
}

/* The attributes that name the resource best, then how many others there are. Known ones only: the rest is in add_origins. */
static void add_headline(struct writing *w)
{
    const struct change *c = w->change;
    const char *headline = c->type && c->type->headline ? c->type->headline : "";
    struct value planned = c->type ? schema_mark_sensitive(w->arena, c->type->attrs, c->planned) : c->planned;
    struct str rest = str_of(headline);
    while (rest.ptr && headline[0]) {
        struct str name = str_split(&rest, ' ');
        struct value v = value_get_str(planned, name);
        if (!value_present(v) || !value_known(v) || value_sensitive(v) || ((v.kind == VALUE_LIST || v.kind == VALUE_MAP) && !v.count))
            continue;
        side_part(w);
        add_headline_value(w, name, v);
    }
    if (w->verbose)
        return;
    size_t others = 0;
    for (size_t i = 0; planned.kind == VALUE_MAP && i < planned.count; i++) {
        struct value v = planned.fields[i].value;
        struct str name = str_n(planned.fields[i].key, planned.fields[i].key_len);
        others += value_present(v) && value_known(v) && !in_words(headline, name);
    }
    if (!others)
        return;
    side_part(w);
    buf_printf(&w->side, "+%zu attribute%s", others, others == 1 ? "" : "s");
}

/* `subnet_ids ← aws_subnet.{a,b}.id    role_arn ← aws_iam_role.node.arn`: what is known only later, by where it comes from. */
static void add_origins(struct writing *w)
{
    const struct change *c = w->change;
    struct value planned = c->type ? schema_mark_sensitive(w->arena, c->type->attrs, c->planned) : c->planned;
    size_t shown = 0, left = 0;
    DROP_BUF struct buf line = { 0 };
    for (size_t i = 0; planned.kind == VALUE_MAP && i < planned.count; i++) {
        struct value v = value_field_at(planned, i);
        if (value_known(v))
            continue;
        if (shown == 3) {
            left++;
            continue;
        }
        buf_add_cstr(&line, shown++ ? "    " : "");
        markup_text(&line, str_n(planned.fields[i].key, planned.fields[i].key_len));
        buf_add_char(&line, ' ');
        add_after(w, &line, v);
    }
    if (!shown)
        return;
    buf_add_cstr(&w->body, "      ");
    buf_add_str(&w->body, buf_str(&line));
    if (left)
        buf_printf(&w->body, "    +%zu", left);
    body_end(w);
}

/* Causes: the nearest that people did not just write themselves. */

static bool cause_is_news(const struct cause *cause)
{
    switch (cause->kind) {
    case CAUSE_CONFIG:
    case CAUSE_DRIFT:
        return false;
    case CAUSE_REMOVED:
    case CAUSE_REPLACED:
    case CAUSE_GONE:
    case CAUSE_DEAD:
    case CAUSE_TRIGGER:
    case CAUSE_ASKED:
    case CAUSE_SETTLE:
    case CAUSE_DEPOSED:
    case CAUSE_UPSTREAM:
        return true;
    }
    return true;
}

static void add_cause(struct writing *w, const struct cause *cause)
{
    struct str text = cause->text;
    if (str_starts(text, STR("because ")))
        text = str_slice(text, 8, text.len);
    buf_add_cstr(&w->body, "      because ");
    markup_text(&w->body, text);
    struct str at = say_pos(w->arena, cause->at);
    if (!str_empty(at)) {
        buf_add_cstr(&w->body, "   ");
        markup_styled(&w->body, STYLE_DIM, at);
    }
    body_end(w);
}

static void add_causes(struct writing *w)
{
    const struct change *c = w->change;
    bool create = c->action == CHANGE_CREATE && c->pair < 0;
    for (size_t i = 0; i < c->why_count; i++) {
        const struct cause *cause = &c->why[i];
        if (!cause_is_news(cause) || (create && cause->kind == CAUSE_UPSTREAM))
            continue; /* that a new resource uses new ones is said by its origins */
        bool repeated = false;
        for (size_t k = 0; k < i && !repeated; k++)
            repeated = cause_is_news(&c->why[k]) && str_eq(c->why[k].text, cause->text);
        if (repeated)
            continue;
        add_cause(w, cause);
        if (!w->verbose && w->what != ROWS_DANGER)
            break; /* the whole chain with -v, and by `infra why` */
    }
}

/* Rows by what they are for. */

static uint64_t downtime_ms(const struct writing *w)
{
    const struct change *c = w->change;
    if (c->pair < 0 || c->create_before_destroy)
        return 0;
    return (uint64_t)c->estimate_ms + w->plan->changes.items[c->pair].estimate_ms;
}

static void add_note_error(struct writing *w, const char *lead)
{
    const struct change *c = w->change;
    const struct err *err = c->note_err || c->pair < 0 ? c->note_err : w->plan->changes.items[c->pair].note_err;
    if (!err)
        return;
    struct str message = str_of(err->message);
    if (str_starts(message, c->address)) /* the name stands at the left already */
        message = str_trim(str_slice(message, c->address.len, message.len));
    buf_add_cstr(&w->body, "      ");
    markup_styled(&w->body, STYLE_ALARM, str_of(lead));
    markup_text(&w->body, str_starts(message, STR(": ")) ? str_slice(message, 2, message.len) : message);
    if (err->remote_code[0] && !strstr(err->message, err->remote_code))
        markup_printf(&w->body, "   %s", err->remote_code);
    if (err->request_id[0])
        markup_printf(&w->body, "   request %s", err->request_id);
    body_end(w);
    if (err->hint[0]) {
        buf_add_cstr(&w->body, "      hint: ");
        markup_cstr(&w->body, err->hint);
        body_end(w);
    }
}

static void write_danger(struct writing *w)
{
    const struct change *c = w->change;
    uint32_t notes = change_notes(w->plan, c);
    if (c->action == CHANGE_DELETE || change_is_replace(c)) {
        if (notes & NOTE_DATA_AT_RISK)
            buf_add_cstr(&w->side, "its data is lost");
        uint64_t down = downtime_ms(w);
        if (down >= 1000) {
            buf_add_cstr(&w->side, w->side.len ? "; ~" : "~");
            buf_add_str(&w->side, say_about(w->arena, down));
            buf_add_cstr(&w->side, " down");
        }
    }
    add_causes(w);
    add_differences(w, true);
    if (notes & (NOTE_DENIED | NOTE_HELD))
        add_note_error(w, notes & NOTE_HELD ? "HELD: " : "DENIED: ");
}

static void add_id(struct writing *w, const char *lead)
{
    struct str id = str_empty(w->change->id) ? w->change->import_id : w->change->id;
    if (str_empty(id))
        return;
    markup_cstr(&w->side, lead);
    markup_text(&w->side, id);
}

static void write_settle(struct writing *w)
{
    const struct change *c = w->change;
    const struct settled *s = c->settled;
    markup_styled(&w->side, STYLE_CYAN, str_of(change_action_name(c->action)));
    add_id(w, "  ");
    if (c->action == CHANGE_ADOPT)
        buf_add_cstr(&w->side, "   exists: the work goes on");
    else if (c->action == CHANGE_REISSUE)
        buf_add_cstr(&w->side, s && s->status == SETTLE_OPEN ? "   not seen yet: sent again under its own mark once that is safe"
                                                             : "   does not exist: sent again under its own mark");
    else if (!str_empty(c->id))
        buf_add_cstr(&w->side, "   a twin of the same step: removed");
    else
        buf_add_cstr(&w->side, "   does not exist: the record is closed");
    add_causes(w);
    add_differences(w, false);
}

static void write_drift(struct writing *w)
{
    const struct change *c = w->change;
    if (c->gone)
        buf_add_cstr(&w->side, c->action == CHANGE_CREATE ? "vanished outside   will be created again" : "vanished outside   only its row goes");
    else
        buf_add_cstr(&w->side, change_acts(c) ? "will be put back" : "");
    add_differences(w, false);
}

/* With -v every attribute of what is new has a line of its own. */
static void add_all_new(struct writing *w)
{
    const struct change *c = w->change;
    struct value planned = c->type ? schema_mark_sensitive(w->arena, c->type->attrs, c->planned) : c->planned;
    for (size_t i = 0; planned.kind == VALUE_MAP && i < planned.count; i++) {
        struct value v = value_field_at(planned, i);
        buf_add_cstr(&w->body, "      ");
        markup_text(&w->body, str_n(planned.fields[i].key, planned.fields[i].key_len));
        buf_add_cstr(&w->body, value_known(v) ? " = " : " ");
        add_after(w, &w->body, v);
        body_end(w);
    }
}

static void write_normal(struct writing *w)
{
    const struct change *c = w->change;
    switch (c->action) {
    case CHANGE_CREATE:
        if (c->pair < 0) {
            add_headline(w);
            add_causes(w);
            if (w->verbose)
                add_all_new(w);
            else
                add_origins(w);
            return;
        }
        if (c->create_before_destroy)
            buf_add_cstr(&w->side, "the new one first");
        else if (downtime_ms(w) >= 1000)
            buf_printf(&w->side, "~%.*s down", STR_ARG(say_about(w->arena, downtime_ms(w))));
        break;
    case CHANGE_DELETE:
        if (c->gone)
            buf_add_cstr(&w->side, "already gone: only its row goes");
        break;
    case CHANGE_FORGET:
        buf_add_cstr(&w->side, "forget: the object stays");
        add_id(w, "  ");
        break;
    case CHANGE_IMPORT:
        buf_add_cstr(&w->side, "import");
        add_id(w, "  ");
        break;
    case CHANGE_MOVE:
        buf_add_cstr(&w->side, "move");
        break;
    case CHANGE_MARKS:
        buf_add_cstr(&w->side, "its marks are brought up to date");
        break;
    case CHANGE_READ:
        buf_add_cstr(&w->side, "read during apply");
        break;
    case CHANGE_KEEP:
    case CHANGE_UPDATE:
    case CHANGE_ADOPT:
    case CHANGE_REISSUE:
    case CHANGE_DROP:
    case CHANGE_ACTION_COUNT:
        break;
    }
    if (!str_empty(c->moved_from)) {
        buf_add_cstr(&w->side, w->side.len ? "  from " : "moved from ");
        markup_text(&w->side, c->moved_from);
    }
    if (c->notes & NOTE_BOUNDED)
        buf_add_cstr(&w->side, w->side.len ? "   not dry-run" : "not dry-run");
    add_causes(w);
    add_differences(w, false);
}

static struct pos position_of(const struct change *c, enum rows_what what)
{
    if (what == ROWS_NORMAL || what == ROWS_DANGER)
        for (size_t i = 0; i < c->why_count; i++)
            if (c->why[i].kind == CAUSE_CONFIG && c->why[i].at.line && (c->pair < 0 || what == ROWS_DANGER))
                return c->why[i].at;
    return c->at.line || !c->object ? c->at : c->object->at;
}

struct row row_make(struct arena *arena, const struct plan *plan, const struct change *change, enum rows_what what,
                    const struct render_options *options)
{
    struct writing w = { .arena = arena, .plan = plan, .change = change, .what = what, .verbose = options->verbose };
    switch (what) {
    case ROWS_NORMAL:
        write_normal(&w);
        break;
    case ROWS_DANGER:
        write_danger(&w);
        break;
    case ROWS_DRIFT:
        write_drift(&w);
        break;
    case ROWS_SETTLE:
        write_settle(&w);
        break;
    case ROWS_UNREAD:
        add_note_error(&w, "");
        break;
    }
    struct row row = { .change = change, .name_count = 1 };
    row.names = arena_copy(arena, &change->address, sizeof change->address);
    row.side = arena_str(arena, buf_str(&w.side));
    row.body = arena_str(arena, buf_str(&w.body));
    bool plain_create = what == ROWS_NORMAL && change->action == CHANGE_CREATE && change->pair < 0;
    if (!plain_create || options->verbose)
        row.position = say_pos(arena, position_of(change, what));
    buf_done(&w.side);
    buf_done(&w.body);
    return row;
}
