/*
 * plan_file.c - save a plan to disk and load it back unchanged.
 *
 * Layout (format v1, docs/formats.md 6): "INFRAPLN", version byte, canonical map, HMAC-SHA256 of everything before it
 * under the deployment's digest key: who cannot open the deployment cannot make or change a plan of it. The map holds what the
 * plan was made from (source bundle, inputs, lookup answers, options), its digest, and a summary for people. Sensitive leaves are sealed
 * with the deployment's key and bound to "plan". A saved plan is applied by evaluating its bundle again and requiring an equal digest,
 * so nothing in the summary is ever trusted.
 */
#include "engine/plan/plan_internal.h"

#include "state/seal.h"

enum { PLAN_FILE_VERSION = 1, PLAN_FILE_MAX_BYTES = 256 << 20 };
static const char magic[8] = "INFRAPLN";

static struct value bundle_value(struct arena *arena, const struct config *config)
{
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; config && i < config->files.count; i++)
        value_builder_add(&b, value_map_of(arena, "path", value_str(config->files.items[i].path), "bytes",
                                           value_bytes(config->files.items[i].bytes), "chunk",
                                           value_bool(config->files.items[i].chunk), NULL));
    return value_builder_list(&b);
}

static struct value inputs_value(struct arena *arena, const struct config *config)
{
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; config && i < config->inputs.count; i++) {
        const struct config_input *in = &config->inputs.items[i];
        value_builder_put(&b, in->name, in->sensitive ? value_mark_sensitive(in->value) : in->value);
    }
    return value_builder_map(&b);
}

static struct value answers_value(struct arena *arena, const struct config *config)
{
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; config && i < config->lookups.count; i++)
        value_builder_put(&b, config->lookups.items[i].key, config->lookups.items[i].answer);
    return value_builder_map(&b);
}

static struct value strings_value(struct arena *arena, const struct str *items, size_t count)
{
    return value_list_of_strings(arena, items, count);
}

static struct value options_value(struct arena *arena, const struct plan_input *in)
{
    return value_map_of(arena, "destroy", value_bool(in->destroy), "refresh", value_int(in->refresh), "accept_missing",
                        value_bool(in->accept_missing), "targets", strings_value(arena, in->targets, in->target_count), "excludes",
                        strings_value(arena, in->excludes, in->exclude_count), "replaces",
                        strings_value(arena, in->replaces, in->replace_count), "allows",
                        strings_value(arena, in->allows, in->allow_count), NULL);
}

/* For `show PLANFILE`: one row an acting entry, attributes as texts, nothing sensitive. */
static struct value summary_value(struct arena *arena, const struct plan *plan)
{
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (!change_acts(c))
            continue;
        struct value_builder attrs = { .arena = arena };
        for (size_t k = 0; k < c->attr_count; k++) {
            struct value row[3] = { value_str(path_text(arena, c->attrs[k].path)), value_str(value_show(arena, c->attrs[k].before, 200)),
                                    value_str(value_show(arena, c->attrs[k].after, 200)) };
            value_builder_add(&attrs, value_list(arena, row, 3));
        }
        value_builder_add(&b, value_map_of(arena, "address", value_str(c->address), "action",
                                           value_cstr(change_action_name(c->action)), "replace", value_bool(c->pair >= 0),
                                           "attributes", value_builder_list(&attrs), "digest",
                                           value_str(digest_hex(arena, &c->digest)), "why",
                                           c->why_count ? value_str(c->why[0].text) : value_cstr(""), NULL));
    }
    return value_builder_list(&b);
}

static struct str mac_key(const struct identity *identity)
{
    return (struct str){ (const char *)identity->digest_key, sizeof identity->digest_key };
}

/* The folder a file lies in, resolved; empty when it cannot be. */
static struct str folder_of(struct io *io, struct arena *arena, const char *path)
{
    struct str real;
    const char *slash = strrchr(path, '/');
    const char *folder = !slash ? "." : slash == path ? "/" : arena_cstr(arena, str_n(path, (size_t)(slash - path)));
    return io_file_resolve(io, arena, folder, &real, NULL) ? real : STR("");
}

/* The stack's folder as seen from the plan file, so that both can move together; empty when it is not beneath. */
static struct str beside(struct io *io, struct arena *arena, const char *path, struct str root)
{
    struct str folder = folder_of(io, arena, path);
    if (str_empty(root) || str_empty(folder))
        return STR("");
    if (str_eq(folder, root))
        return STR(".");
    if (!str_starts(root, folder) || root.len <= folder.len + 1 || root.ptr[folder.len] != '/')
        return STR("");
    return arena_str(arena, str_slice(root, folder.len + 1, root.len));
}

bool plan_file_save(struct io *io, const char *path, const struct plan *plan, const struct identity *identity,
                    const struct plan_input *input, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct value v = value_map_of(&scratch,
        "digest", value_str(plan->digest_hex), "stack", value_str(plan->stack), "env", value_str(plan->env),
        "root", value_str(str_empty(input->root) ? STR("") : input->root), "beside", value_str(beside(io, &scratch, path, input->root)),
        "lineage", value_str(identity->lineage_text), "serial", value_int((int64_t)plan->base_serial),
        "bundle", bundle_value(&scratch, plan->config), "inputs", inputs_value(&scratch, plan->config),
        "answers", answers_value(&scratch, plan->config), "options", options_value(&scratch, input),
        "summary", summary_value(&scratch, plan), NULL);
    v = value_seal(&scratch, io, identity->seal_key, identity->digest_key, STR("plan"), v);
    DROP_BUF struct buf out = { .max_bytes = PLAN_FILE_MAX_BYTES };
    buf_add(&out, magic, sizeof magic);
    buf_add_char(&out, PLAN_FILE_VERSION);
    value_encode(&out, v);
    struct digest check = digest_hmac(mac_key(identity), buf_str(&out));
    buf_add(&out, check.bytes, sizeof check.bytes);
    if (out.overflow)
        return FAIL(err, ERR_LIMIT, "the plan is larger than %d MiB", PLAN_FILE_MAX_BYTES >> 20);
    return io_file_write(io, path, buf_str(&out), 0600, err);
}

static bool unpack_bundle(struct arena *arena, struct value list, struct plan_file *ret)
{
    struct config_file *files = ARENA_ARRAY(arena, struct config_file, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        files[i] = (struct config_file){ .path = value_text(value_get(list.items[i], "path")),
                                         .bytes = value_text(value_get(list.items[i], "bytes")),
                                         .chunk = value_to_bool(value_get(list.items[i], "chunk"), false) };
    ret->bundle = files;
    ret->bundle_count = list.count;
    return list.kind == VALUE_LIST;
}

enum { HEAD_BYTES = sizeof magic + 1 };

static bool damaged(const char *path, struct err *err)
{
    (void)FAIL(err, ERR_FORMAT, "%s is damaged or was altered", path);
    return err_hint(err, "plan again with --out");
}

/* The bytes between head and MAC, of a file of ours and of a version we know. */
static bool read_file(struct io *io, struct arena *arena, const char *path, struct str *ret_bytes, struct value *ret, struct err *err)
{
    struct str bytes;
    TRY(io_file_read(io, arena, path, PLAN_FILE_MAX_BYTES, &bytes, err));
    if (bytes.len < HEAD_BYTES || memcmp(bytes.ptr, magic, sizeof magic) != 0 || !bytes.ptr[sizeof magic])
        return FAIL(err, ERR_FORMAT, "%s is not a plan file", path);
    if ((uint8_t)bytes.ptr[sizeof magic] > PLAN_FILE_VERSION) {
        (void)FAIL(err, ERR_NEWER, "%s was written by a newer infra (plan format %d, this one knows %d)", path,
                   (uint8_t)bytes.ptr[sizeof magic], PLAN_FILE_VERSION);
        return err_hint(err, "use the infra that made it, or a later one");
    }
    if (bytes.len < HEAD_BYTES + DIGEST_BYTES)
        return FAIL(err, ERR_FORMAT, "%s is cut off", path);
    *ret_bytes = bytes;
    if (value_decode(arena, str_slice(bytes, HEAD_BYTES, bytes.len - DIGEST_BYTES), ret, NULL))
        return true;
    return damaged(path, err);
}

bool plan_file_peek(struct io *io, struct arena *arena, const char *path, struct plan_file *ret, struct err *err)
{
    struct str bytes, folder;
    struct value v;
    TRY(read_file(io, arena, path, &bytes, &v, err));
    *ret = (struct plan_file){ .root = value_text(value_get(v, "root")), .beside = value_text(value_get(v, "beside")),
                               .env = value_text(value_get(v, "env")) };
    folder = folder_of(io, arena, path);
    if (ret->beside.len && folder.len)
        ret->beside = str_is(ret->beside, ".") ? folder : arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(ret->beside));
    return true;
}

bool plan_file_load(struct io *io, struct arena *arena, const char *path, const struct identity *identity, struct plan_file *ret,
                    struct err *err)
{
    struct str bytes;
    struct value v;
    TRY(read_file(io, arena, path, &bytes, &v, err));
    struct str lineage = value_text(value_get(v, "lineage"));
    if (!str_eq(lineage, identity->lineage_text))
        return FAIL(err, ERR_CONFLICT, "%s is a plan for another deployment (%.*s/%.*s)", path,
                    STR_ARG(value_text(value_get(v, "stack"))), STR_ARG(value_text(value_get(v, "env"))));
    if (!identity->has_secret)
        return FAIL(err, ERR_AUTH, "%s can be checked only with the deployment's key", path);
    struct digest real, said;
    real = digest_hmac(mac_key(identity), str_slice(bytes, 0, bytes.len - DIGEST_BYTES));
    memcpy(said.bytes, bytes.ptr + bytes.len - DIGEST_BYTES, DIGEST_BYTES);
    if (!digest_eq(&real, &said))
        return damaged(path, err);
    TRY(value_unseal(arena, identity->seal_key, STR("plan"), v, &v, err));
    struct plan_file f = {
        .digest_hex = value_text(value_get(v, "digest")), .stack = value_text(value_get(v, "stack")),
        .env = value_text(value_get(v, "env")), .lineage_text = lineage,
        .base_serial = (uint64_t)value_to_int(value_get(v, "serial"), 0), .inputs = value_get(v, "inputs"),
        .answers = value_get(v, "answers"), .options = value_get(v, "options"), .summary = value_get(v, "summary"),
    };
    if (!unpack_bundle(arena, value_get(v, "bundle"), &f) || f.digest_hex.len != DIGEST_HEX_CHARS)
        return FAIL(err, ERR_FORMAT, "%s lacks parts of a plan", path);
    *ret = f;
    return true;
}
