/*
 * identity.h - who a deployment is: stack name + env + lineage, and the stack secret behind its keys. The file infra.id.
 *
 * infra.id stands beside stack.lua and is meant to be committed: per env a lineage (128 bit) and the stack secret (256 bit) wrapped
 * for recipients (a key file in the user's config directory, or a passphrase by scrypt). Format: docs/formats.md 4.
 */
#ifndef STATE_IDENTITY_H
#define STATE_IDENTITY_H

#include "engine/base/digest.h"
#include "engine/base/io.h"

enum { LINEAGE_BYTES = 16, STACK_SECRET_BYTES = 32, UID_BYTES = 16 };

struct identity {
    struct arena arena;
    struct str stack, env;           /* env "default" when none was named */
    uint8_t lineage[LINEAGE_BYTES];
    struct str lineage_text;         /* base32 */
    struct str mark_stack;           /* "<stack>/<env>/<lineage>": the value of infra:stack */
    bool has_secret;                 /* unwrapped; false: everything that needs no key still works */
    uint8_t seal_key[32], digest_key[32], derive_key[32];   /* HKDF branches of the stack secret */
};

struct identity_options {
    struct io *io;
    const char *stack_dir;
    struct str stack, env;           /* env empty: default */
    bool may_create;                 /* first plan, apply or `state init` */
    bool in_ci;                      /* with CI set the file must be there */
    bool simulated;                  /* --sim: .infra/sim/ holds an identity of its own, key beside it */
    const char *(*getenv)(void *context, const char *name);  /* INFRA_STATE_PASSPHRASE, XDG_CONFIG_HOME, HOME */
    void *getenv_context;
    /* Asks for a passphrase on the terminal; NULL: never. */
    bool (*ask)(void *context, const char *prompt, struct buf *ret);
    void *ask_context;
};

/* ERR_NOT_FOUND (no file and may not create), ERR_AUTH (no key of ours opens it; the text says which would), ERR_FORMAT, ERR_NEWER. */
bool identity_open(const struct identity_options *options, struct identity *ret, struct err *err) MUST_USE;
void identity_done(struct identity *identity);   /* wipes keys */

/* A fresh random object uid as text (base32, 26 characters). */
struct str uid_new(struct arena *arena, struct io *io);
/* base32 of SHA-256(lineage, address), first 26 characters: the mark infra-at. */
struct str identity_at_mark(struct arena *arena, const struct identity *identity, struct str address);
/* "<stack>-<name>-<6 base32 of SHA-256(lineage, address)>[-<generation>]", cut to max (design section 8). */
struct str identity_derived_name(struct arena *arena, const struct identity *identity, struct str address, struct str name,
                                 uint32_t generation, size_t max_chars);
/* Derives generated secrets; equal for equal input. */
void identity_derive(const struct identity *identity, struct str address_at_birth, uint32_t generation, struct str keepers,
                     const char *purpose, uint8_t *ret, size_t len);

#endif
