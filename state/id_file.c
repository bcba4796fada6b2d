/*
 * id_file.c - the text of infra.id, read and written.
 *
 * Format v1 (docs/formats.md 4), lines of words; '#' begins a comment, unknown first words are an error:
 *
 *     infra-id 1
 *     stack prod
 *     env default lineage mfrggzdfmztwq2lkmfrggzdfmy
 *       key 4k2jd7… ephemeral BASE64 secret BASE64
 *       passphrase scrypt 15 8 1 salt BASE64 secret BASE64
 */
#include "state/identity_internal.h"

static struct str word(struct str *line)
{
    *line = str_trim(*line);
    if (!line->len)
        return STR_NONE;
    struct str rest = *line, w = str_split(&rest, ' ');
    *line = rest.ptr ? rest : str_n("", 0);
    return w;
}

static bool bad(const char *path, int number, const char *what, struct err *err)
{
    (void)FAIL(err, ERR_FORMAT, "%s:%d: %s", path, number, what);
    return err_hint(err, "restore the file from version control");
}

static bool expect(struct str *line, const char *keyword)
{
    return str_is(word(line), keyword);
}

static bool read_base64(struct arena *arena, struct str *line, struct str *ret)
{
    struct str w = word(line);
    return w.len && base64_decode(arena, w, ret);
}

static bool read_number(struct str *line, uint32_t *ret)
{
    int64_t n;
    if (!str_to_i64(word(line), &n) || n < 1 || n > 64)
        return false;
    *ret = (uint32_t)n;
    return true;
}

static bool read_recipient(struct arena *arena, struct str first, struct str *line, struct recipient *ret)
{
    if (str_is(first, "key")) {
        *ret = (struct recipient){ .kind = WRAP_KEY_FILE, .key_id = arena_str(arena, word(line)) };
        return ret->key_id.len && expect(line, "ephemeral") && read_base64(arena, line, &ret->ephemeral) && ret->ephemeral.len == 32 &&
               expect(line, "secret") && read_base64(arena, line, &ret->sealed);
    }
    *ret = (struct recipient){ .kind = WRAP_PASSPHRASE };
    return expect(line, "scrypt") && read_number(line, &ret->log2_n) && ret->log2_n <= 20 && read_number(line, &ret->r) &&
           read_number(line, &ret->p) && expect(line, "salt") && read_base64(arena, line, &ret->salt) && expect(line, "secret") &&
           read_base64(arena, line, &ret->sealed);
}

static bool read_line(struct arena *arena, struct str line, const char *path, int number, struct id_file *f, struct err *err)
{
    struct str first = word(&line);
    if (!first.len || first.ptr[0] == '#')
        return true;
    if (str_is(first, "stack")) {
        if (f->stack.len)
            return bad(path, number, "the stack is named twice", err);
        f->stack = arena_str(arena, word(&line));
        return f->stack.len || bad(path, number, "the stack has no name", err);
    }
    if (str_is(first, "env")) {
        struct id_env env = { .name = arena_str(arena, word(&line)) };
        struct str raw;
        bool ok = env.name.len && expect(&line, "lineage");
        env.lineage = arena_str(arena, word(&line));
        ok = ok && !word(&line).len;
        if (!ok || !base32_decode(arena, env.lineage, &raw) || raw.len != LINEAGE_BYTES)
            return bad(path, number, "expected: env NAME lineage 26-CHARACTERS", err);
        for (size_t i = 0; i < f->envs.count; i++)
            if (str_eq(f->envs.items[i].name, env.name))
                return bad(path, number, "the env stands there twice", err);
        *VEC_PUSH(&f->envs, arena) = env;
        return true;
    }
    if (str_is(first, "key") || str_is(first, "passphrase")) {
        struct recipient r;
        if (!f->envs.count || !read_recipient(arena, first, &line, &r) || word(&line).len)
            return bad(path, number, "the wrapped secret cannot be read", err);
        *VEC_PUSH(&f->envs.items[f->envs.count - 1].recipients, arena) = r;
        return true;
    }
    return bad(path, number, "unknown word at the beginning of the line", err);
}

bool id_file_parse(struct arena *arena, struct str text, const char *path, struct id_file *ret, struct err *err)
{
    *ret = (struct id_file){ 0 };
    struct str rest = text;
    for (int number = 1; rest.ptr; number++) {
        struct str line = str_split(&rest, '\n');
        if (number > 1) {
            TRY(read_line(arena, line, path, number, ret, err));
            continue;
        }
        int64_t version;
        if (!str_is(word(&line), "infra-id") || !str_to_i64(word(&line), &version) || version < 1)
            return bad(path, 1, "this is no infra.id", err);
        if (version > IDENTITY_FORMAT) {
            (void)FAIL(err, ERR_NEWER, "%s was written by a newer infra (format %lld, this one knows %d)", path, (long long)version,
                       IDENTITY_FORMAT);
            return err_hint(err, "get a newer infra");
        }
    }
    if (!ret->stack.len)
        return bad(path, 1, "it names no stack", err);
    return true;
}

struct str id_file_text(struct arena *arena, const struct id_file *f)
{
    DROP_BUF struct buf out = { 0 };
    buf_printf(&out, "infra-id %d\n# Who this deployment is. Commit this file: it holds no secret in clear.\nstack %.*s\n", IDENTITY_FORMAT,
               STR_ARG(f->stack));
    for (size_t i = 0; i < f->envs.count; i++) {
        const struct id_env *e = &f->envs.items[i];
        buf_printf(&out, "env %.*s lineage %.*s\n", STR_ARG(e->name), STR_ARG(e->lineage));
        for (size_t k = 0; k < e->recipients.count; k++) {
            const struct recipient *r = &e->recipients.items[k];
            struct str sealed = base64_encode(arena, r->sealed);
            if (r->kind == WRAP_KEY_FILE)
                buf_printf(&out, "  key %.*s ephemeral %s secret %s\n", STR_ARG(r->key_id), base64_encode(arena, r->ephemeral).ptr, sealed.ptr);
            else
                buf_printf(&out, "  passphrase scrypt %u %u %u salt %s secret %s\n", r->log2_n, r->r, r->p,
                           base64_encode(arena, r->salt).ptr, sealed.ptr);
        }
    }
    return arena_str(arena, buf_str(&out));
}
