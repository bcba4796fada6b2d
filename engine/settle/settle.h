/*
 * settle.h - observe: what became of the steps that began and have no outcome. Read-only; part of every plan.
 *
 * Concluding is apply's: a finding becomes an entry of the plan (adopt, reissue, drop) or rides along with the create, update or delete
 * that the plan has for the same address anyway. Rules per create class: docs/protocol.md.
 */
#ifndef ENGINE_SETTLE_SETTLE_H
#define ENGINE_SETTLE_SETTLE_H

#include "state/state.h"

enum settle_status {
    SETTLE_FOUND,    /* the object of the intent exists: id, attrs, health */
    SETTLE_ABSENT,   /* proved: it does not exist and nothing sent may still make it */
    SETTLE_OPEN,     /* not seen, but may still appear until .until_wall_ms (class G settle window, lag) */
    SETTLE_FOREIGN,  /* the name is taken by an object without our mark: reported, never touched */
    SETTLE_UNREAD,   /* the provider could not be read */
};

struct settled {
    const struct intent *intent;
    enum settle_status status;
    struct str id;
    enum health health;
    struct str reason;
    struct value attrs;
    int64_t until_wall_ms;           /* OPEN */
    const struct str *twins;         /* ids of further objects that carry the same uid: to be removed */
    size_t twin_count;
    struct err err;                  /* UNREAD, FOREIGN: the text */
};

struct settle_input {
    struct net *net;
    struct arena *arena;
    const struct intent *intents;
    size_t intent_count;
    const struct registry *registry;
    struct str mark_stack;
    /* The opened provider of a recipe; NULL with err when it cannot be reached. May suspend. */
    struct provider *(*provider)(void *context, struct str provider_name, struct str key, struct value recipe, struct err *err);
    void *provider_context;
};

/* One finding an intent, same order. Reads are batched where readers allow; suspends (run on a fiber). */
bool settle_observe(const struct settle_input *input, struct settled **ret, struct err *err) MUST_USE;

#endif
