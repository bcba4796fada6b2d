/*
 * render.h - what people and programs see. The only room besides cli that prints.
 *
 * Everything renders into a buf; cli writes it out. Options say width, colour, Unicode; nothing here looks at the environment.
 */
#ifndef ENGINE_RENDER_RENDER_H
#define ENGINE_RENDER_RENDER_H

#include "engine/session/session.h"

struct render_options {
    bool color, unicode, links;
    int width;                 /* columns; 0: no wrapping (not a TTY) */
    bool verbose;              /* -v: all attributes */
    bool github;               /* ::error, ::group:: */
};

void render_plan(struct buf *out, const struct plan *plan, const struct render_options *options);        /* ux.md 4.2 */
void render_diags(struct buf *out, const struct diags *diags, const struct config *config, struct io *io,
                  const char *root, const struct render_options *options);                                /* ux.md 4.4 */
/* Text from elsewhere on one line: control characters and broken UTF-8 become "?". */
void render_text(struct buf *out, struct str s);
void render_err(struct buf *out, const struct err *err, const struct render_options *options);

/* JSON: full plan in Terraform's shape (ux.md 1.3; one line), the summary (changed paths only), and the event stream. */
bool render_plan_json(struct buf *out, const struct plan *plan, struct err *err) MUST_USE;
bool render_plan_summary_json(struct buf *out, const struct plan *plan, struct err *err) MUST_USE;
void render_diags_json(struct buf *out, const struct diags *diags);
void render_event_json(struct buf *out, const struct apply_event *event);   /* one line; nothing for a tick */

/* Apply display: feed it events; TTY redraws a region at the bottom, otherwise one line a state change (ux.md 4.3). */
struct progress;
struct progress *progress_new(int fd, bool tty, const struct render_options *options);
void progress_event(void *progress, const struct apply_event *event);
void progress_free(struct progress *progress);

void render_graph_dot(struct buf *out, const struct plan *plan);
void render_graph_mermaid(struct buf *out, const struct plan *plan);

#endif
