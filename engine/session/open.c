/*
 * open.c - opening a deployment: the stack is evaluated, its identity found or made, its log opened.
 *
 * The stack's name and state URL stand in the stack itself, and lookups need the pins of the log; so identity and log are opened as
 * soon as the first of them is needed, inside or after the evaluation.
 */
#include "engine/session/session_internal.h"

#include "engine/base/log.h"
#include "engine/net/fiber.h"

#include <stdlib.h>

static const char *env_of(const struct session *s, const char *name)
{
    const char *v = s->options.getenv ? s->options.getenv(s->options.getenv_context, name) : NULL;
    return v && *v ? v : NULL;
}

static struct str env_name(const struct session *s)
{
    return s->options.env && *s->options.env ? str_of(s->options.env) : STR("default");
}

static bool state_path(struct session *s, struct str url, struct str *ret, struct err *err)
{
    struct str env = env_name(s);
    if (s->options.simulated) {
        *ret = arena_printf(&s->arena, "%s/.infra/sim/%.*s/state.db", s->root, STR_ARG(env));
        return true;
    }
    if (s->options.state_url)
        url = str_of(s->options.state_url);
    else if (env_of(s, "INFRA_STATE"))
        url = str_of(env_of(s, "INFRA_STATE"));
    if (str_empty(url)) {
        *ret = arena_printf(&s->arena, "%s/.infra/%.*s/state.db", s->root, STR_ARG(env));
        return true;
    }
    if (str_starts(url, STR("file:"))) {
        struct str path = str_slice(url, 5, url.len);
        if (str_starts(path, STR("//")))
            path = str_slice(path, 2, path.len);
        if (str_empty(path))
            return FAIL(err, ERR_INVALID, "--state %.*s names no file", STR_ARG(url));
        *ret = path.ptr[0] == '/' ? path : arena_printf(&s->arena, "%s/%.*s", s->root, STR_ARG(path));
        return true;
    }
    static const char *const later[] = { "s3://", "gs://", "postgres://", "postgresql://" };
    for (size_t i = 0; i < ARRAY_LEN(later); i++)
        if (str_starts(url, str_of(later[i])))
            return FAIL(err, ERR_NOT_BUILT, "state on %s is not built yet", later[i]);
    (void)FAIL(err, ERR_INVALID, "state '%.*s' is no URL this infra knows", STR_ARG(url));
    return err_hint(err, "file:PATH keeps it in a local file");
}

static bool open_identity(struct session *s, struct str stack, struct err *err)
{
    struct identity_options o = {
        .io = s->options.io, .stack_dir = s->root, .stack = stack, .env = env_name(s), .may_create = s->options.needs & SESSION_CREATE,
        .in_ci = env_of(s, "CI") != NULL, .simulated = s->options.simulated, .getenv = s->options.getenv,
        .getenv_context = s->options.getenv_context,
    };
    struct err failed = { 0 };
    if (identity_open(&o, &s->identity, &failed)) {
        s->has_identity = true;
        return true;
    }
    if (failed.code == ERR_NOT_FOUND && !(s->options.needs & (SESSION_IDENTITY | SESSION_CREATE)))
        return true; /* nothing was ever applied: the command says what that means */
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

bool session_open_state(struct session *s, struct str stack, struct str url, struct err *err)
{
    if (s->state || !(s->options.needs & (SESSION_STATE | SESSION_IDENTITY | SESSION_CREATE | SESSION_WRITE)))
        return true;
    TRY(open_identity(s, stack, err));
    struct str path = STR_NONE;
    TRY(state_path(s, url, &path, err));
    bool writes = s->options.needs & SESSION_WRITE;
    struct state_options o = { .io = s->options.io, .path = path.ptr, .identity = s->has_identity ? &s->identity : NULL, .create = writes,
                               .read_only = !writes };
    TRY(state_open(&o, &s->state, err));
    return state_pins(s->state, &s->arena, &s->pins, &s->pin_count, err);
}

static bool evaluate(struct session *s, struct diags *diags, struct err *err)
{
    struct lookup_source lookups = { .context = s, .answer = session_answer };
    const struct plan_file *file = s->options.from_file;
    struct lang_options o = {
        .io = s->options.io, .stack_dir = s->root, .registry = s->options.registry, .lookups = &lookups,
        .env = s->options.env ? str_of(s->options.env) : STR_NONE, .vars = s->options.vars, .var_count = s->options.var_count,
        .var_files = s->options.var_files, .var_file_count = s->options.var_file_count, .getenv = s->options.getenv,
        .getenv_context = s->options.getenv_context, .print = s->options.print, .print_context = s->options.print_context,
    };
    if (file) {
        o.bundle = file->bundle;
        o.bundle_count = file->bundle_count;
        o.bundle_inputs = file->inputs;
    }
    bool ok = lang_evaluate(&o, diags, &s->config);
    if (ok)
        return true;
    return diag_to_err(diags, err);
}

/* A command that wants no configuration still needs the stack's name: from its text if that can be evaluated, else from the folder. */
static void find_name(struct session *s, struct str *ret_stack, struct str *ret_url)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct diags ignored = { .arena = &scratch };
    struct config *config = NULL;
    struct lang_options o = { .io = s->options.io, .stack_dir = s->root, .registry = s->options.registry,
                              .env = s->options.env ? str_of(s->options.env) : STR_NONE, .vars = s->options.vars,
                              .var_count = s->options.var_count, .var_files = s->options.var_files,
                              .var_file_count = s->options.var_file_count, .getenv = s->options.getenv,
                              .getenv_context = s->options.getenv_context };
    (void)!lang_evaluate(&o, &ignored, &config);
    const char *slash = strrchr(s->root, '/');
    *ret_stack = str_of(slash ? slash + 1 : s->root);
    *ret_url = STR_NONE;
    if (config) {
        *ret_stack = arena_str(&s->arena, config->stack_name);
        *ret_url = arena_str(&s->arena, config->state_url);
    }
    config_free(config);
}

/* "0.10.2" against ">= 0.9", "0.10", "< 1.0": dotted numbers, missing parts are 0. */
static int version_cmp(struct str a, struct str b)
{
    while (a.ptr || b.ptr) {
        int64_t x = 0, y = 0;
        if (a.ptr)
            (void)str_to_i64(str_split(&a, '.'), &x);
        if (b.ptr)
            (void)str_to_i64(str_split(&b, '.'), &y);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

/* stack "x" { infra = ">= 0.9" }: the syntax was checked by lang. */
static bool check_version(const struct config *config, struct err *err)
{
    static const struct {
        const char *sign;
        bool less, equal, greater;
    } signs[] = { { ">=", false, true, true }, { "<=", true, true, false }, { ">", false, false, true }, { "<", true, false, false },
                  { "==", false, true, false }, { "=", false, true, false }, { "", false, true, true } };
    struct str rest = config->needs_infra;
    while (rest.ptr && rest.len) {
        struct str want = str_trim(str_split(&rest, ','));
        size_t i = 0;
        while (!str_starts(want, str_of(signs[i].sign)))
            i++;
        int order = version_cmp(STR(INFRA_VERSION), str_trim(str_slice(want, strlen(signs[i].sign), want.len)));
        if (order < 0 ? signs[i].less : order > 0 ? signs[i].greater : signs[i].equal)
            continue;
        (void)FAIL(err, ERR_INVALID, "this stack needs infra %.*s, this one is %s", STR_ARG(want), INFRA_VERSION);
        return err_hint(err, "get that version, or change the stack's `infra = ...` line");
    }
    return true;
}

static bool make_door(struct session *s, struct err *err)
{
    s->io = s->options.io;
    if (!s->options.simulated)
        return true;
    if (!s->options.sim_door)
        return FAIL(err, ERR_NOT_BUILT, "simulated clouds are not part of this command");
    struct str folder = arena_printf(&s->arena, "%s/.infra/sim/%.*s", s->root, STR_ARG(env_name(s)));
    TRY(io_make_dirs(s->options.io, folder.ptr, 0700, err));
    s->io = s->options.sim_door(s->options.sim_context, s->options.io, arena_printf(&s->arena, "%.*s/world", STR_ARG(folder)).ptr, err);
    return s->io != NULL;
}

static bool open_all(struct session *s, struct diags *diags, struct err *err)
{
    struct str root;
    TRY(io_file_resolve(s->options.io, &s->arena, s->options.stack_dir ? s->options.stack_dir : ".", &root, err));
    s->root = arena_cstr(&s->arena, root);
    TRY(make_door(s, err));
    s->loop = loop_new(s->io);
    s->net = net_new(s->loop, &(struct net_options){ .fast_profile = s->options.simulated });
    struct str stack, url;
    if (s->options.needs & SESSION_CONFIG) {
        TRY(evaluate(s, diags, err));
        TRY(check_version(s->config, err));
        stack = s->config->stack_name;
        url = s->config->state_url;
    } else {
        find_name(s, &stack, &url);
    }
    return session_open_state(s, stack, url, err);
}

bool session_open(const struct session_options *options, struct session **ret, struct diags *diags, struct err *err)
{
    struct session *s = calloc(1, sizeof *s); /* lint-ok: malloc - owns its arena, so it cannot live in it */
    if (!s)
        abort();
    s->options = *options;
    s->recorded.arena = &s->arena;
    if (!open_all(s, diags, err)) {
        /* the config may be needed to show positions of findings: those hold their own text */
        session_close(s);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    *ret = s;
    return true;
}

void session_close(struct session *s)
{
    if (!s)
        return;
    session_close_providers(s);
    state_close(s->state);
    config_free(s->config);
    if (s->has_identity)
        identity_done(&s->identity);
    if (s->net)
        net_free(s->net);
    if (s->loop)
        loop_free(s->loop);
    if (s->options.simulated && s->io && s->options.sim_close)
        s->options.sim_close(s->options.sim_context, s->io);
    arena_done(&s->arena);
    free(s); /* calloc in session_open */
}

struct config *session_config(struct session *s) { return s->config; }
struct state *session_state(struct session *s) { return s->state; }
const struct identity *session_identity(struct session *s) { return s->has_identity ? &s->identity : NULL; }
struct net *session_net(struct session *s) { return s->net; }
struct io *session_io(struct session *s) { return s->io; }
const char *session_root(struct session *s) { return s->root; }
