/*
 * plans.h - small plans made by hand: resources of two made-up types, with the changes a test is about.
 *
 *     struct made m = made_plan("prod");
 *     struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_net.main", 3);
 *     made_attr(&m, c, "cidr", value_cstr("10.0.0.0/16"), value_cstr("10.1.0.0/16"));
 *     CHECK_STR(made_text(&m), "...");
 *     made_done(&m);
 *
 * Changes are kept in room for MADE_MAX, so pointers to them stay valid.
 */
#ifndef TESTS_UNIT_ENGINE_RENDER_PLANS_H
#define TESTS_UNIT_ENGINE_RENDER_PLANS_H

#include "engine/render/render.h"
#include "tests/unit/test.h"

enum { MADE_MAX = 64 };

struct made {
    struct plan *plan;
    struct arena *arena;          /* the plan's */
    struct render_options options;
    struct buf out;
};

extern const struct resource_type made_net, made_host, made_store;
extern const struct provider_type made_cloud;

struct made made_plan(const char *stack);
void made_done(struct made *m);
/* A change of the type that the address names, at stack.lua:<line>. */
struct change *made_change(struct made *m, enum change_action action, const char *address, unsigned line);
/* Both halves of a replace; returns the create. */
struct change *made_replace(struct made *m, const char *address, unsigned line);
struct attr_change *made_attr(struct made *m, struct change *c, const char *path, struct value before, struct value after);
struct cause *made_cause(struct made *m, struct change *c, enum cause_kind kind, const char *text, unsigned line);
struct value made_ref(struct made *m, const char *address, const char *path);
struct value made_list(struct made *m, struct value a, struct value b);
struct err *made_note(struct made *m, struct change *c, uint32_t notes, enum err_code code, const char *message);
void made_seal(struct made *m);               /* counts and a digest, as the last pass does */
struct str made_text(struct made *m);         /* sealed and rendered */

#define MADE_DIGEST "7b1e22d0c4f59a1e3d06b7f2a8c1e954"

#endif
