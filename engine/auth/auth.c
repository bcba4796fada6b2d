/*
 * auth.c - helpers of the room: environment, the user's files, wiping, and small JSON objects that hold secrets.
 */
#include "engine/auth/auth.h"

#include <jansson.h>
#include <stdlib.h>

struct str auth_env(const struct auth_world *world, const char *name)
{
    const char *value = world->getenv ? world->getenv(world->getenv_ctx, name) : NULL;
    return value && value[0] ? str_of(value) : STR_NONE;
}

bool auth_read_file(const struct auth_world *world, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                    struct err *err)
{
    if (strcmp(path, "/dev/null") == 0)
        return FAIL(err, ERR_NOT_FOUND, "there is no '%s'", path);
    /* io never follows the last component; here the link itself is the user's own wish. */
    char *real = realpath(path, NULL);
    bool ok = io_file_read(world->io, arena, real ? real : path, max_bytes, ret, err);
    free(real); /* realpath's own allocation */
    return ok;
}

const char *auth_expand_home(const struct auth_world *world, struct arena *arena, struct str path)
{
    struct str home = auth_env(world, "HOME");
    if (!str_starts(path, STR("~/")) || str_empty(home))
        return arena_cstr(arena, path);
    return arena_printf(arena, "%.*s%.*s", STR_ARG(home), STR_ARG(str_slice(path, 1, path.len))).ptr;
}

void auth_wipe(struct str secret)
{
    if (secret.len)
        secret_wipe((void *)(uintptr_t)secret.ptr, secret.len);
}

struct str auth_printable(struct arena *arena, struct str text, size_t max)
{
    text = str_trim(text);
    char *out = arena_cstr(arena, str_slice(text, 0, max));
    size_t len = MIN_OF(text.len, max);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)out[i] < ' ' || out[i] == 127)
            out[i] = ' ';
    return str_n(out, len);
}

static bool shallow(struct str text)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '[') && ++depth > AUTH_JSON_MAX_DEPTH)
            return false;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
    }
    return true;
}

struct json_t *auth_json_object(struct str text)
{
    if (text.len > AUTH_JSON_MAX_BYTES || !shallow(text))
        return NULL;
    json_error_t where; /* quotes the text: never shown */
    json_t *root = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, &where);
    secret_wipe(&where, sizeof where);
    if (root && json_is_object(root))
        return root;
    auth_json_drop(root);
    return NULL;
}

struct str auth_json_string(struct arena *arena, const struct json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);
    if (!json_is_string(member))
        return STR_NONE;
    return arena_str(arena, str_n(json_string_value(member), json_string_length(member)));
}

static void wipe_json(json_t *node)
{
    const char *key;
    json_t *member;
    size_t i;
    if (json_is_string(node)) {
        auth_wipe(str_n(json_string_value(node), json_string_length(node)));
    } else if (json_is_object(node)) {
        json_object_foreach (node, key, member)
            wipe_json(member);
    } else {
        json_array_foreach (node, i, member)
            wipe_json(member);
    }
}

void auth_json_drop(struct json_t *object)
{
    if (!object)
        return;
    wipe_json(object); /* no deeper than AUTH_JSON_MAX_DEPTH */
    json_decref(object);
}
