/*
 * session_internal.h - an opened deployment. Private to this room.
 */
#ifndef ENGINE_SESSION_INTERNAL_H
#define ENGINE_SESSION_INTERNAL_H

#include "engine/base/map.h"
#include "engine/session/session.h"

/* An opened provider handle: of the configuration (index) or of a recorded recipe (key). */
struct handle {
    struct provider *provider;
    struct err err;              /* why it could not be opened: asked once */
    bool tried;
};

struct session {
    struct arena arena;
    struct session_options options;
    char *root;                  /* the stack's folder, absolute */
    struct io *io;               /* real, or the simulated world's door */
    struct loop *loop;
    struct net *net;
    struct config *config;
    struct identity identity;
    bool has_identity;
    struct state *state;
    struct handle *handles;      /* parallel to config->providers */
    size_t handle_count;
    struct map recorded;         /* provider key -> struct provider */
    struct pin *pins;
    size_t pin_count;
    VEC(struct provider *) opened;
    struct plan_input planning;  /* of the plan made last */
};

/* open.c: identity and log, once the stack's name and state URL are known. */
bool session_open_state(struct session *s, struct str stack, struct str state_url, struct err *err) MUST_USE;

/* providers.c */
struct provider *session_config_provider(void *context, uint32_t index, struct err *err);   /* suspends */
struct provider *session_recorded_provider(void *context, struct str name, struct str key, struct value recipe, struct err *err);
void session_close_providers(struct session *s);

/* lookups.c */
bool session_answer(void *context, struct arena *arena, const struct config *config, struct config_lookup *lookup, struct err *err);
bool session_pin_lookups(struct session *s, struct err *err) MUST_USE;
const struct pin *session_find_pin(const struct session *s, struct str key);

/* who.c */
struct str session_who(struct session *s);
struct str session_where(struct session *s);
struct str session_commit(struct session *s);

#endif
