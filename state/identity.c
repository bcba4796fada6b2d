/*
 * identity.c - opening or making the identity of a deployment, and what is derived from it: keys, marks, names, secrets.
 */
#include "state/identity_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static const char *env_of(const struct identity_options *o, const char *name)
{
    const char *v = o->getenv ? o->getenv(o->getenv_context, name) : NULL;
    return v && *v ? v : NULL;
}

static struct str id_path(struct arena *arena, const struct identity_options *o)
{
    return o->simulated ? arena_printf(arena, "%s/.infra/sim/infra.id", o->stack_dir) : arena_printf(arena, "%s/infra.id", o->stack_dir);
}

/* The branches of the stack secret. */
static void branch(struct identity *id, const uint8_t secret[STACK_SECRET_BYTES])
{
    struct str s = { (const char *)secret, STACK_SECRET_BYTES }, salt = { (const char *)id->lineage, LINEAGE_BYTES };
    digest_hkdf(s, salt, STR("infra seal v1"), id->seal_key, sizeof id->seal_key);
    digest_hkdf(s, salt, STR("infra digest v1"), id->digest_key, sizeof id->digest_key);
    digest_hkdf(s, salt, STR("infra derive v1"), id->derive_key, sizeof id->derive_key);
    id->has_secret = true;
}

/* Tries every passphrase recipient of the env. */
static bool unwrap_by_passphrase(struct arena *arena, const struct identity_options *o, const struct id_env *env, struct str passphrase,
                                 uint8_t secret[STACK_SECRET_BYTES], struct err *err)
{
    for (size_t i = 0; i < env->recipients.count; i++) {
        const struct recipient *r = &env->recipients.items[i];
        struct err failed = { 0 };
        if (r->kind != WRAP_PASSPHRASE)
            continue;
        if (unwrap_with_passphrase(arena, r, passphrase, env->lineage, secret, &failed))
            return true;
        if (failed.code != ERR_AUTH) {
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
    return FAIL(err, ERR_AUTH, "the passphrase does not open this deployment (%.*s/%.*s)", STR_ARG(o->stack), STR_ARG(env->name));
}

static bool unwrap(struct arena *arena, const struct identity_options *o, const struct id_env *env, uint8_t secret[STACK_SECRET_BYTES],
                   struct err *err)
{
    uint8_t private_key[32];
    struct str key_id = STR_NONE;
    struct err no_key = { 0 };
    bool has_key = wrap_load_key(arena, o, false, private_key, &key_id, &no_key), by_passphrase = false;
    for (size_t i = 0; i < env->recipients.count; i++) {
        const struct recipient *r = &env->recipients.items[i];
        by_passphrase |= r->kind == WRAP_PASSPHRASE;
        if (r->kind != WRAP_KEY_FILE || !has_key || !str_eq(r->key_id, key_id))
            continue;
        bool ok = unwrap_with_key(arena, r, private_key, env->lineage, secret, err);
        secret_wipe(private_key, sizeof private_key);
        return ok;
    }
    secret_wipe(private_key, sizeof private_key);
    const char *passphrase = env_of(o, "INFRA_STATE_PASSPHRASE");
    if (by_passphrase && passphrase)
        return unwrap_by_passphrase(arena, o, env, str_of(passphrase), secret, err);
    DROP_BUF struct buf asked = { .max_bytes = 1024 };
    if (by_passphrase && o->ask && o->ask(o->ask_context, "Passphrase of this deployment: ", &asked)) {
        bool ok = unwrap_by_passphrase(arena, o, env, buf_str(&asked), secret, err);
        secret_wipe(asked.ptr, asked.len);
        return ok;
    }
    if (!by_passphrase && !has_key && no_key.code != ERR_NOT_FOUND) { /* there is a key, but it cannot be used */
        if (err)
            *err = no_key;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    (void)FAIL(err, ERR_AUTH, "no key of yours opens this deployment (%.*s/%.*s)", STR_ARG(o->stack), STR_ARG(env->name));
    return by_passphrase ? err_hint(err, "set INFRA_STATE_PASSPHRASE")
                         : err_hint(err, "ask somebody who can open it to run `infra key export`, or set INFRA_STATE_PASSPHRASE if one was given");
}

static bool make_env(struct arena *arena, const struct identity_options *o, struct str name, struct id_env *ret,
                     uint8_t secret[STACK_SECRET_BYTES], struct err *err)
{
    uint8_t lineage[LINEAGE_BYTES];
    io_random(o->io, lineage, sizeof lineage);
    io_random(o->io, secret, STACK_SECRET_BYTES);
    *ret = (struct id_env){ .name = name, .lineage = base32_encode(arena, (struct str){ (const char *)lineage, sizeof lineage }) };
    struct recipient r;
    const char *passphrase = env_of(o, "INFRA_STATE_PASSPHRASE");
    if (passphrase) {
        TRY(wrap_for_passphrase(arena, o->io, str_of(passphrase), ret->lineage, secret, &r, err));
    } else {
        uint8_t private_key[32];
        struct str key_id;
        TRY(wrap_load_key(arena, o, true, private_key, &key_id, err));
        TRY(wrap_for_key(arena, o->io, private_key, key_id, ret->lineage, secret, &r, err));
        secret_wipe(private_key, sizeof private_key);
    }
    *VEC_PUSH(&ret->recipients, arena) = r;
    return true;
}

static const struct id_env *find_env(const struct id_file *f, struct str name)
{
    for (size_t i = 0; i < f->envs.count; i++)
        if (str_eq(f->envs.items[i].name, name))
            return &f->envs.items[i];
    return NULL;
}

static bool missing(const struct identity_options *o, struct str path, struct str env, struct err *err)
{
    if (o->in_ci) {
        (void)FAIL(err, ERR_NOT_FOUND, "%.*s does not say who %.*s/%.*s is", STR_ARG(path), STR_ARG(o->stack), STR_ARG(env));
        return err_hint(err, "in CI it is not made: run `infra state init` once by hand and commit infra.id");
    }
    (void)FAIL(err, ERR_NOT_FOUND, "there is no deployment %.*s/%.*s yet (%.*s)", STR_ARG(o->stack), STR_ARG(env), STR_ARG(path));
    return err_hint(err, "`infra plan`, `infra apply` or `infra state init` make it");
}

static bool read_file(struct arena *arena, const struct identity_options *o, struct str path, struct id_file *ret, struct err *err)
{
    struct str text;
    struct err failed = { 0 };
    *ret = (struct id_file){ .stack = o->stack };
    if (io_file_read(o->io, arena, path.ptr, 1 << 20, &text, &failed)) {
        TRY(id_file_parse(arena, text, path.ptr, ret, err));
    } else if (failed.code != ERR_NOT_FOUND) {
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    if (str_eq(ret->stack, o->stack))
        return true;
    (void)FAIL(err, ERR_CONFLICT, "%.*s is about the stack %.*s, but this one is called %.*s", STR_ARG(path), STR_ARG(ret->stack),
               STR_ARG(o->stack));
    return err_hint(err, "give the stack its old name back, or remove infra.id if this is a new deployment");
}

/* Two first plans at once must not each be born: makers take turns, and the second finds what the first wrote. -1: err. */
static int take_turn(struct arena *arena, const struct identity_options *o, struct err *err)
{
    struct str folder = o->simulated ? arena_printf(arena, "%s/.infra/sim", o->stack_dir) : arena_printf(arena, "%s/.infra", o->stack_dir);
    struct str path = arena_printf(arena, "%s/id.lock", folder.ptr);
    if (!io_make_dirs(o->io, folder.ptr, 0700, err))
        return -1;
    /* lint-ok: door - a lock is held by a descriptor, which the io door does not hand out */
    int fd = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX) == 0) /* held for as long as writing a file takes */
        return fd;
    (void)FAIL(err, ERR_IO, "cannot lock %s: %s", path.ptr, strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

static bool make_in_turn(struct arena *arena, const struct identity_options *o, struct str path, struct str name, struct id_file *file,
                         uint8_t secret[STACK_SECRET_BYTES], struct err *err)
{
    TRY(read_file(arena, o, path, file, err));
    const struct id_env *env = find_env(file, name);
    if (env)
        return unwrap(arena, o, env, secret, err);
    struct id_env fresh;
    TRY(make_env(arena, o, name, &fresh, secret, err));
    *VEC_PUSH(&file->envs, arena) = fresh;
    return io_file_write(o->io, path.ptr, id_file_text(arena, file), 0600, err);
}

bool identity_open(const struct identity_options *o, struct identity *ret, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str path = id_path(&scratch, o), env_name = str_empty(o->env) ? STR("default") : o->env;
    struct id_file file;
    TRY(read_file(&scratch, o, path, &file, err));
    const struct id_env *env = find_env(&file, env_name);
    uint8_t secret[STACK_SECRET_BYTES];
    if (env) {
        TRY(unwrap(&scratch, o, env, secret, err));
    } else {
        if (!o->may_create || (o->in_ci && !o->simulated))
            return missing(o, path, env_name, err);
        int turn = take_turn(&scratch, o, err);
        if (turn < 0)
            return err_frame_(err, __FILE__, __func__, __LINE__);
        bool ok = make_in_turn(&scratch, o, path, env_name, &file, secret, err);
        (void)close(turn);
        TRY(ok);
        env = find_env(&file, env_name);
    }
    struct identity id = { 0 };
    struct str raw;
    if (!base32_decode(&scratch, env->lineage, &raw) || raw.len != LINEAGE_BYTES)
        return FAIL(err, ERR_FORMAT, "%.*s: the lineage cannot be read", STR_ARG(path));
    memcpy(id.lineage, raw.ptr, LINEAGE_BYTES);
    id.stack = arena_str(&id.arena, o->stack);
    id.env = arena_str(&id.arena, env_name);
    id.lineage_text = arena_str(&id.arena, env->lineage);
    id.mark_stack = arena_printf(&id.arena, "%.*s/%.*s/%.*s", STR_ARG(id.stack), STR_ARG(id.env), STR_ARG(id.lineage_text));
    branch(&id, secret);
    secret_wipe(secret, sizeof secret);
    *ret = id;
    return true;
}

void identity_done(struct identity *id)
{
    secret_wipe(id->seal_key, sizeof id->seal_key);
    secret_wipe(id->digest_key, sizeof id->digest_key);
    secret_wipe(id->derive_key, sizeof id->derive_key);
    arena_done(&id->arena);
    *id = (struct identity){ 0 };
}

struct str uid_new(struct arena *arena, struct io *io)
{
    uint8_t bytes[UID_BYTES];
    io_random(io, bytes, sizeof bytes);
    return base32_encode(arena, (struct str){ (const char *)bytes, sizeof bytes });
}

struct str identity_at_mark(struct arena *arena, const struct identity *id, struct str address)
{
    struct str parts[2] = { { (const char *)id->lineage, LINEAGE_BYTES }, address };
    struct digest d = digest_of_parts(parts, 2);
    return arena_str(arena, str_slice(base32_encode(arena, (struct str){ (const char *)d.bytes, DIGEST_BYTES }), 0, 26));
}

/* Lower case letters, digits and hyphens: what every API that needs a derived name takes. */
static struct str name_chars(struct arena *arena, struct str s)
{
    char *out = arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++) {
        char c = out[i];
        if (c >= 'A' && c <= 'Z')
            out[i] = (char)(c - 'A' + 'a');
        else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            out[i] = '-';
    }
    return (struct str){ out, s.len };
}

struct str identity_derived_name(struct arena *arena, const struct identity *id, struct str address, struct str name, uint32_t generation,
                                 size_t max_chars)
{
    struct str hash = str_slice(identity_at_mark(arena, id, address), 0, 6);
    struct str tail = generation > 1 ? arena_printf(arena, "-%.*s-%u", STR_ARG(hash), generation) : arena_printf(arena, "-%.*s", STR_ARG(hash));
    struct str head = arena_printf(arena, "%.*s-%.*s", STR_ARG(name_chars(arena, id->stack)), STR_ARG(name_chars(arena, name)));
    size_t room = max_chars > tail.len ? max_chars - tail.len : 0;
    head = str_slice(head, 0, room);
    while (head.len && head.ptr[head.len - 1] == '-')
        head.len--;
    return arena_printf(arena, "%.*s%.*s", STR_ARG(head), STR_ARG(tail));
}

void identity_derive(const struct identity *id, struct str address_at_birth, uint32_t generation, struct str keepers, const char *purpose,
                     uint8_t *ret, size_t len)
{
    DROP_BUF struct buf info = { 0 };
    buf_add_varint(&info, address_at_birth.len);
    buf_add_str(&info, address_at_birth);
    buf_add_varint(&info, generation);
    buf_add_varint(&info, keepers.len);
    buf_add_str(&info, keepers);
    buf_add_cstr(&info, purpose);
    digest_hkdf((struct str){ (const char *)id->derive_key, sizeof id->derive_key }, STR("infra derived v1"), buf_str(&info), ret, len);
}
