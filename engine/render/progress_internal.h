/*
 * progress_internal.h - a run as its events tell it: what the log lines and the redrawn region share.
 */
#ifndef ENGINE_RENDER_PROGRESS_INTERNAL_H
#define ENGINE_RENDER_PROGRESS_INTERNAL_H

#include "engine/render/render_internal.h"

enum seen_state { SEEN_WAITING, SEEN_RUNNING, SEEN_OVER };

struct seen_step {
    enum seen_state state;
    int64_t began_ms;              /* on the run's clock */
    char text[120];                /* latest progress */
};

struct progress {
    int fd;
    bool tty;
    struct render_options options;
    struct page page;              /* writes to .out; on a terminal to .scrolled */
    struct buf out, line;
    struct buf scrolled;           /* terminal: finished lines, until the next redraw */
    struct arena arena;            /* of the run */
    const struct plan *plan;       /* NULL: no run */
    struct seen_step *steps;       /* parallel to plan->changes */
    uint64_t *cost, *remaining;    /* ms, for the critical path */
    uint32_t *order;               /* NULL: not sorted, so no estimate */
    struct apply_event last;       /* its counts */
    int64_t clock_ms, heartbeat_ms;
    int region_lines;              /* on the screen now */
    uint32_t spin;
    uint32_t skipped_pending;
    struct str skipped_behind;
    VEC(struct str) skipped_names;
};

/* progress_region.c */
void region_clear(struct progress *p);
void region_draw(struct progress *p);

#endif
