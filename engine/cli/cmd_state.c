/*
 * cmd_state.c - infra state init, list, show, verify, lock; infra show and output: what the log holds.
 */
#include "engine/cli/cmd_plan.h"

static struct value object_json(struct arena *arena, const struct object *o)
{
    static const char *const roles[] = { "current", "deposed", "forgotten" }, *const statuses[] = { "ready", "partial", "dead" };
    return value_map_of(arena, "address", value_str(o->address), "uid", value_str(o->uid), "type", value_str(o->type), "role",
                        value_cstr(roles[o->role]), "status", value_cstr(statuses[o->status]), "generation", value_int(o->generation), "id",
                        value_str(o->id), "provider", value_str(o->provider_key), "serial", value_int((int64_t)o->serial), "run",
                        value_int((int64_t)o->run), "applied", o->applied, "attributes", o->observed, "depends_on",
                        value_list_of_strings(arena, o->depends_on, o->depends_on_count), NULL);
}

/* For people and programs alike: sensitive leaves are replaced before anything is written. */
static struct value masked(struct arena *arena, struct value v)
{
    struct value_builder b = { .arena = arena };
    if (v.flags & VALUE_ALL_SENSITIVE)
        return value_cstr("(sensitive)");
    if (v.kind == VALUE_MAP && v.count) {
        for (size_t i = 0; i < v.count; i++)
            value_builder_put(&b, (struct str){ v.fields[i].key, v.fields[i].key_len }, masked(arena, v.fields[i].value));
        return value_builder_map(&b);
    }
    if (v.kind == VALUE_LIST && v.count) {
        for (size_t i = 0; i < v.count; i++)
            value_builder_add(&b, masked(arena, v.items[i]));
        return value_builder_list(&b);
    }
    return value_sensitive(v) ? value_cstr("(sensitive)") : v;
}

static bool load(struct cli *cli, struct session *session, struct object **ret, size_t *ret_count, int *ret_code)
{
    struct err err = { 0 };
    if (state_objects(session_state(session), &cli->arena, ret, ret_count, &err))
        return true;
    *ret_code = cli_fail(cli, &err);
    return false;
}

int cmd_state_list(struct cli *cli)
{
    struct session *session;
    int code;
    if (!cli_open(cli, SESSION_STATE, NULL, &session, &code))
        return code;
    struct object *objects;
    size_t count;
    code = EXIT_OK;
    if (load(cli, session, &objects, &count, &code)) {
        struct value_builder list = { .arena = &cli->arena };
        for (size_t i = 0; i < count; i++) {
            const struct object *o = &objects[i];
            if (cli->options.json)
                value_builder_add(&list, masked(&cli->arena, value_with(&cli->arena, object_json(&cli->arena, o), "attributes", VALUE_NONE)));
            else
                buf_printf(&cli->out, "%.*s%s%s\n", STR_ARG(o->address), o->role == OBJECT_DEPOSED ? "  (deposed)" : "",
                           o->role == OBJECT_FORGOTTEN ? "  (forgotten)" : o->status != OBJECT_READY ? "  (unfinished)" : "");
        }
        if (cli->options.json)
            code = cli_print_json(cli, value_builder_list(&list));
    }
    cli_close(cli, session);
    return code;
}

static void show_map(struct cli *cli, const char *title, struct value map)
{
    if (map.kind != VALUE_MAP || !map.count)
        return;
    buf_printf(&cli->out, "%s\n", title);
    for (size_t i = 0; i < map.count; i++) {
        struct str text = value_show(&cli->arena, map.fields[i].value, 400);
        buf_printf(&cli->out, "    %-28s %.*s\n", map.fields[i].key, STR_ARG(text));
    }
}

static void show_object(struct cli *cli, const struct object *o)
{
    buf_printf(&cli->out, "%.*s\n    id %.*s  uid %.*s  generation %u  serial %llu  run %llu\n    provider %.*s\n", STR_ARG(o->address), STR_ARG(o->id),
               STR_ARG(o->uid), o->generation, (unsigned long long)o->serial, (unsigned long long)o->run, STR_ARG(o->provider_key));
    if (o->at.line)
        buf_printf(&cli->out, "    declared at %.*s:%u\n", STR_ARG(o->at.file), o->at.line);
    show_map(cli, "  applied", o->applied);
    show_map(cli, "  attributes", o->observed);
}

static int show_addresses(struct cli *cli, const char *address)
{
    struct session *session;
    int code;
    if (!cli_open(cli, SESSION_STATE, NULL, &session, &code))
        return code;
    struct object *objects;
    size_t count, shown = 0;
    code = EXIT_OK;
    if (load(cli, session, &objects, &count, &code)) {
        struct value_builder list = { .arena = &cli->arena };
        struct str *names = ARENA_ARRAY(&cli->arena, struct str, count + 1);
        for (size_t i = 0; i < count; i++) {
            names[i] = objects[i].address;
            if (address && !str_is(objects[i].address, address))
                continue;
            shown++;
            if (cli->options.json)
                value_builder_add(&list, masked(&cli->arena, object_json(&cli->arena, &objects[i])));
            else
                show_object(cli, &objects[i]);
        }
        struct err err = { 0 };
        if (address && !shown) {
            struct str near = str_nearest(str_of(address), names, count);
            (void)FAIL(&err, ERR_NOT_FOUND, "the state has no object at %s", address);
            if (!str_empty(near))
                (void)err_hint(&err, "did you mean %.*s?", STR_ARG(near));
            code = cli_fail(cli, &err);
        } else if (cli->options.json) {
            struct value all = value_builder_list(&list);
            code = cli_print_json(cli, address && shown == 1 ? value_at(all, 0) : all);
        } else if (!shown) {
            cli_note(cli, "nothing was applied yet");
        }
    }
    cli_close(cli, session);
    return code;
}

static int usage(struct cli *cli, const char *what)
{
    struct err err = { 0 };
    (void)FAIL(&err, ERR_INVALID, "infra %s needs %s", cli->command->name, what);
    (void)err_hint(&err, "infra %s %s", cli->command->name, cli->command->usage);
    return cli_fail(cli, &err);
}

int cmd_state_show(struct cli *cli)
{
    return cli->arg_count == 1 ? show_addresses(cli, cli->args[0]) : usage(cli, "an address");
}

static int show_plan_file(struct cli *cli)
{
    struct err err = { 0 };
    struct plan_file file;
    if (!cli_load_plan_file(cli, &file, &err))
        return cli_fail(cli, &err);
    struct value v = value_map_of(&cli->arena, "digest", value_str(file.digest_hex), "stack", value_str(file.stack), "env", value_str(file.env),
                                  "serial", value_int((int64_t)file.base_serial), "options", file.options, "changes", file.summary, NULL);
    if (cli->options.json)
        return cli_print_json(cli, masked(&cli->arena, v));
    buf_printf(&cli->out, "plan of %.*s/%.*s from serial %llu\n", STR_ARG(file.stack), STR_ARG(file.env), (unsigned long long)file.base_serial);
    for (size_t i = 0; i < file.summary.count; i++) {
        struct value c = file.summary.items[i], attrs = value_get(c, "attributes");
        buf_printf(&cli->out, "  %-8s %.*s\n", value_text(value_get(c, "action")).ptr, STR_ARG(value_text(value_get(c, "address"))));
        for (size_t k = 0; k < attrs.count; k++)
            buf_printf(&cli->out, "      %.*s  %.*s -> %.*s\n", STR_ARG(value_text(value_at(attrs.items[k], 0))),
                       STR_ARG(value_text(value_at(attrs.items[k], 1))), STR_ARG(value_text(value_at(attrs.items[k], 2))));
    }
    buf_printf(&cli->out, "digest %.*s\n", STR_ARG(file.digest_hex));
    return EXIT_OK;
}

int cmd_show(struct cli *cli)
{
    if (cli->plan_file)
        return show_plan_file(cli);
    if (cli->arg_count > 1)
        return usage(cli, "one address at most");
    return show_addresses(cli, cli->arg_count ? cli->args[0] : NULL);
}

int cmd_output(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    struct value outputs;
    int code;
    if (!cli_open(cli, SESSION_STATE, NULL, &session, &code))
        return code;
    code = EXIT_OK;
    const char *name = cli->arg_count ? cli->args[0] : NULL;
    if (!state_outputs(session_state(session), &cli->arena, &outputs, &err)) {
        code = cli_fail(cli, &err);
    } else if (name) {
        struct value v = value_get(outputs, name);
        if (!value_given(v)) {
            (void)FAIL(&err, ERR_NOT_FOUND, "there is no output '%s'", name);
            code = cli_fail(cli, &err);
        } else if (cli->options.json) {
            code = cli_print_json(cli, v); /* asked for by name: a sensitive one, too */
        } else if (v.kind == VALUE_STRING) {
            buf_add_str(&cli->out, value_text(v));
            if (!cli->options.raw)
                buf_add_char(&cli->out, '\n');
        } else {
            code = cli_print_json(cli, v);
        }
    } else if (cli->options.raw) {
        code = usage(cli, "a name with --raw");
    } else if (cli->options.json) {
        code = cli_print_json(cli, masked(&cli->arena, outputs));
    } else {
        for (size_t i = 0; i < outputs.count; i++)
            buf_printf(&cli->out, "%s = %.*s\n", outputs.fields[i].key, STR_ARG(value_show(&cli->arena, outputs.fields[i].value, 2000)));
    }
    cli_close(cli, session);
    return code;
}

int cmd_state_init(struct cli *cli)
{
    struct session *session;
    int code;
    if (!cli_open(cli, SESSION_STATE | SESSION_CREATE | SESSION_WRITE, NULL, &session, &code))
        return code;
    const struct identity *id = session_identity(session);
    cli_note(cli, "deployment %.*s; commit infra.id", STR_ARG(id->mark_stack));
    cli_close(cli, session);
    return EXIT_OK;
}

int cmd_state_verify(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    uint64_t records = 0;
    int code;
    if (!cli_open(cli, SESSION_STATE, NULL, &session, &code))
        return code;
    code = EXIT_OK;
    if (!state_verify(session_state(session), &records, &err))
        code = cli_fail(cli, &err);
    else if (cli->options.json)
        code = cli_print_json(cli, value_map_of(&cli->arena, "records", value_int((int64_t)records), "ok", value_bool(true), NULL));
    else
        buf_printf(&cli->out, "%llu records, chain and view are sound\n", (unsigned long long)records);
    cli_close(cli, session);
    return code;
}

int cmd_state_lock(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    int code;
    if (!cli_open(cli, SESSION_STATE | SESSION_CREATE | SESSION_WRITE, NULL, &session, &code))
        return code;
    if (state_begin_writing(session_state(session), 0, &err)) {
        state_end_writing(session_state(session));
        code = cli->options.json ? cli_print_json(cli, value_map_of(&cli->arena, "locked", value_bool(false), NULL)) : EXIT_OK;
        if (!cli->options.json)
            buf_printf(&cli->out, "nobody holds the log\n");
    } else {
        code = cli_fail(cli, &err);
    }
    cli_close(cli, session);
    return code;
}
