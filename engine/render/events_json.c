/*
 * events_json.c - findings and apply events as JSON, in the shapes of Terraform's validate -json and apply -json.
 *
 * Diagnostics: {format_version, valid, error_count, warning_count, diagnostics: [{severity, summary, detail, range}]}, our code, hint
 * and callers under "infra". Events: one object a line; ticks are not told.
 */
#include "engine/render/json_internal.h"

static json_t *place_of(uint32_t line, uint32_t column)
{
    json_t *o = json_object();
    json_put(o, "line", json_integer(MAX_OF(line, 1u)));
    json_put(o, "column", json_integer(MAX_OF(column, 1u)));
    return o;
}

static json_t *range_of(struct pos at)
{
    if (str_empty(at.file))
        return NULL;
    json_t *o = json_object();
    json_put(o, "filename", json_text(at.file));
    json_put(o, "start", place_of(at.line, at.column));
    json_put(o, "end", place_of(at.line, MAX_OF(at.end_column, at.column)));
    return o;
}

static json_t *diag_object(struct arena *arena, const struct diag *d)
{
    json_t *o = json_object(), *extra = json_object();
    json_put(o, "severity", json_cstr(d->severity == DIAG_ERROR ? "error" : d->severity == DIAG_WARNING ? "warning" : "notice"));
    json_put(o, "summary", json_text(d->message));
    struct str parts[] = { d->label, d->hint };
    bool both = d->label.len && d->hint.len;
    json_put(o, "detail", json_text(both ? arena_join(arena, parts, 2, STR("; ")) : d->label.len ? d->label : d->hint));
    json_put(o, "range", range_of(d->at));
    if (d->code)
        json_put(extra, "code", json_cstr(d->code));
    json_put_text(extra, "hint", d->hint);
    json_put_text(extra, "see", d->see);
    if (d->trail_count) {
        json_t *trail = json_array();
        for (size_t i = 0; i < d->trail_count; i++) {
            json_t *row = json_or(json_pos(d->trail[i]), json_object());
            if (d->trail_labels)
                json_put_text(row, "label", d->trail_labels[i]);
            (void)json_array_append_new(trail, row);
        }
        json_put(extra, "called_from", trail);
    }
    json_put(o, "infra", extra);
    return o;
}

void render_diags_json(struct buf *out, const struct diags *diags)
{
    DROP_ARENA struct arena scratch = { 0 };
    DROP(json) json_t *root = json_object();
    json_t *list = json_array();
    size_t warnings = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        warnings += diags->list.items[i].severity == DIAG_WARNING;
        (void)json_array_append_new(list, diag_object(&scratch, &diags->list.items[i]));
    }
    json_put(root, "format_version", json_cstr("1.0"));
    json_put(root, "valid", json_boolean(!diags->error_count));
    json_put(root, "error_count", json_integer((json_int_t)diags->error_count));
    json_put(root, "warning_count", json_integer((json_int_t)warnings));
    json_put(root, "diagnostics", list);
    if (!json_write(out, root, true, NULL))
        buf_truncate(out, 0); /* out of room: nothing rather than half */
}

static const char *event_type(enum apply_event_kind kind)
{
    switch (kind) {
    case EVENT_RUN_BEGIN:
        return "run_start";
    case EVENT_STEP_BEGIN:
        return "apply_start";
    case EVENT_STEP_PROGRESS:
        return "apply_progress";
    case EVENT_STEP_DONE:
        return "apply_complete";
    case EVENT_STEP_FAILED:
        return "apply_errored";
    case EVENT_STEP_SKIPPED:
        return "apply_skipped";
    case EVENT_RUN_END:
        return "change_summary";
    case EVENT_TICK:
        break;
    }
    return NULL;
}

static json_t *hook_of(const struct apply_event *e)
{
    const struct change *c = &e->plan->changes.items[e->change];
    json_t *hook = json_object(), *resource = json_object();
    json_put(resource, "addr", json_text(c->address));
    json_put(resource, "resource_type", json_text(change_type_name(c)));
    json_put(hook, "resource", resource);
    json_put(hook, "action", json_cstr(change_action_name(c->action)));
    json_put(hook, "elapsed_ms", json_integer(e->elapsed_ms));
    if (e->kind == EVENT_STEP_DONE)
        json_put_text(hook, "id_value", e->text);
    else if (e->kind == EVENT_STEP_SKIPPED)
        json_put_text(hook, "needs", e->text);
    else
        json_put_text(hook, "text", e->text);
    json_put(hook, "position", json_pos(c->at));
    json_put(hook, "error", json_err(e->err));
    return hook;
}

void render_event_json(struct buf *out, const struct apply_event *event)
{
    const char *type = event_type(event->kind);
    if (!type)
        return;
    DROP(json) json_t *root = json_object();
    json_put(root, "type", json_cstr(type));
    json_put(root, "run", json_integer((json_int_t)event->run));
    json_put(root, "done", json_integer(event->done));
    json_put(root, "failed", json_integer(event->failed));
    json_put(root, "skipped", json_integer(event->skipped));
    json_put(root, "total", json_integer(event->total));
    if (event->kind == EVENT_RUN_BEGIN || event->kind == EVENT_RUN_END) {
        json_put(root, "elapsed_ms", json_integer(event->elapsed_ms));
        json_put_text(root, "digest", event->plan->digest_hex);
        json_put(root, "error", json_err(event->err));
    } else {
        json_put(root, "hook", hook_of(event));
    }
    size_t before = out->len;
    if (!json_write(out, root, true, NULL))
        buf_truncate(out, before);
}
