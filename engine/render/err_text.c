/*
 * err_text.c - one error that ended a command: what, where in the stack, what the cloud said, whether it took effect, what next.
 *
 *     error: creating aws_subnet.a: the range overlaps another subnet
 *       ┌─ stack.lua:14:1
 *       = InvalidSubnet.Conflict · HTTP 400 · request 4f0e
 *       = not applied: the cloud refused it
 *       = choose another range
 */
#include "engine/base/log.h"
#include "engine/render/render_internal.h"

/* NULL: nothing was sent, or the question does not arise. */
static const char *was_applied(const struct err *err)
{
    bool answered = err->http_status || err->remote_code[0];
    switch (err->code) {
    case ERR_UNREACHABLE:
        return "not applied: nothing reached the cloud";
    case ERR_AMBIGUOUS:
        return "it may have been applied: the answer is missing; the log remembers, and the next plan looks before anything is sent again";
    case ERR_THROTTLED:
        return "not applied: refused for its rate, after retries";
    case ERR_REMOTE:
        return "not applied: the cloud refused it";
    case ERR_DENIED:
    case ERR_AUTH:
        return answered ? "not applied: the cloud refused it" : NULL;
    case ERR_TIMEOUT:
        return "it was sent and is not ready yet: the log remembers, and the next apply goes on with it";
    case ERR_INTERRUPTED:
        return "what had begun is in the log: the next apply settles it";
    case ERR_NONE:
    case ERR_INVALID:
    case ERR_NOT_FOUND:
    case ERR_CONFLICT:
    case ERR_LOCKED:
    case ERR_STALE:
    case ERR_FORMAT:
    case ERR_NEWER:
    case ERR_IO:
    case ERR_LIMIT:
    case ERR_NOT_BUILT:
    case ERR_INTERNAL:
        break;
    }
    return NULL;
}

static void write_note(struct page *page, struct buf *line, const char *text)
{
    if (!text || !*text)
        return;
    buf_add_cstr(line, "  ");
    markup_styled(line, STYLE_CYAN, STR("= "));
    markup_cstr(line, text);
    page_line_whole(page, line);
}

static void write_remote(struct page *page, struct buf *line, const struct err *err)
{
    if (!err->remote_code[0] && !err->http_status && !err->request_id[0])
        return;
    DROP_BUF struct buf said = { 0 };
    markup_cstr(&said, err->remote_code);
    if (err->http_status)
        buf_printf(&said, "%sHTTP %d", said.len ? " · " : "", err->http_status);
    if (err->request_id[0])
        markup_printf(&said, "%srequest %s", said.len ? " · " : "", err->request_id);
    write_note(page, line, said.ptr);
}

void render_err(struct buf *out, const struct err *err, const struct render_options *options)
{
    struct page page = page_of(out, options);
    DROP_BUF struct buf line = { 0 };
    markup_styled(&line, STYLE_ALARM, STR("error"));
    buf_add_cstr(&line, ": ");
    markup_styled(&line, STYLE_BOLD, str_of(err->message[0] ? err->message : err_code_name(err->code)));
    page_line_whole(&page, &line);
    if (err->at.line) {
        buf_add_cstr(&line, "  ");
        markup_styled(&line, STYLE_CYAN, STR("┌─ "));
        markup_printf(&line, "%s:%d", err->at.file, err->at.line);
        if (err->at.column)
            buf_printf(&line, ":%d", err->at.column);
        page_line_whole(&page, &line);
    }
    write_remote(&page, &line, err);
    write_note(&page, &line, was_applied(err));
    write_note(&page, &line, err->hint);
    for (int i = 0; log_on(LOG_LEVEL_DEBUG, "render") && i < err->frame_count; i++) {
        markup_printf(&line, "    at %s (%s:%d)", err->frames[i].function, err->frames[i].file, err->frames[i].line);
        page_line_whole(&page, &line);
    }
    if (options->github) {
        struct pos at = { .file = err->at.line ? str_of(err->at.file) : STR_NONE, .line = (uint32_t)err->at.line,
                          .column = (uint32_t)err->at.column };
        github_command(out, "error", at, STR("infra"), str_of(err->message));
    }
}
