/*
 * who.c - for the log's people: who ran it, on which machine, at which commit. Best effort; never an error.
 */
#include "engine/session/session_internal.h"

#include <unistd.h>

static const char *env_of(const struct session *s, const char *name)
{
    const char *v = s->options.getenv ? s->options.getenv(s->options.getenv_context, name) : NULL;
    return v && *v ? v : NULL;
}

struct str session_who(struct session *s)
{
    static const char *const names[] = { "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (env_of(s, names[i]))
            return arena_str(&s->arena, str_of(env_of(s, names[i])));
    return STR("?");
}

struct str session_where(struct session *s)
{
    char host[256] = "?";
    (void)gethostname(host, sizeof host - 1);
    return arena_str(&s->arena, str_of(host));
}

static bool is_hash(struct str s)
{
    if (s.len != 40 && s.len != 64)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'f')))
            return false;
    return true;
}

/* Reads .git by hand: HEAD, the ref it names, packed-refs. No process is started. */
struct str session_commit(struct session *s)
{
    if (env_of(s, "GITHUB_SHA"))
        return arena_str(&s->arena, str_of(env_of(s, "GITHUB_SHA")));
    struct str folder = str_of(s->root), head;
    while (folder.len > 1) {
        if (io_file_read(s->options.io, &s->arena, arena_printf(&s->arena, "%.*s/.git/HEAD", STR_ARG(folder)).ptr, 4096, &head, NULL))
            break;
        while (folder.len && folder.ptr[folder.len - 1] != '/')
            folder.len--;
        if (folder.len)
            folder.len--;
    }
    if (folder.len <= 1)
        return STR_NONE;
    head = str_trim(head);
    if (!str_starts(head, STR("ref: ")))
        return is_hash(head) ? head : STR_NONE;
    struct str ref = str_slice(head, 5, head.len), hash;
    if (io_file_read(s->options.io, &s->arena, arena_printf(&s->arena, "%.*s/.git/%.*s", STR_ARG(folder), STR_ARG(ref)).ptr, 4096, &hash, NULL) &&
        is_hash(str_trim(hash)))
        return str_trim(hash);
    struct str packed;
    if (!io_file_read(s->options.io, &s->arena, arena_printf(&s->arena, "%.*s/.git/packed-refs", STR_ARG(folder)).ptr, 16 << 20, &packed, NULL))
        return STR_NONE;
    while (packed.ptr) {
        struct str line = str_split(&packed, '\n'), first = str_split(&line, ' ');
        if (line.ptr && str_eq(line, ref) && is_hash(first))
            return first;
    }
    return STR_NONE;
}
