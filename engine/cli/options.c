/*
 * options.c - one table of options, one parser. Misspelt names get a suggestion; an option a command does not take is an error.
 */
#include "engine/cli/cli.h"

#include <stdlib.h>
#include <unistd.h>

enum option_kind { FLAG, TEXT, OPTIONAL_TEXT, LIST };

static const struct option_row {
    const char *name;
    enum option_kind kind;
    size_t offset, count_offset;
    const char *doc;
    bool not_built;
} rows[] = {
#define FIELD(f) offsetof(struct cli_options, f)
    { "chdir", TEXT, FIELD(chdir), 0, "DIR: the stack's folder (also -C)", false },
    { "env", TEXT, FIELD(env), 0, "NAME: environment of the stack", false },
    { "var", LIST, FIELD(vars), FIELD(var_count), "k=v: value of an input", false },
    { "var-file", LIST, FIELD(var_files), FIELD(var_file_count), "FILE: values of inputs (YAML or JSON)", false },
    { "state", TEXT, FIELD(state), 0, "URL: where the log is (file:PATH)", false },
    { "sim", FLAG, FIELD(sim), 0, "use the embedded simulated clouds", false },
    { "out", TEXT, FIELD(out), 0, "FILE: save the plan", false },
    { "json", OPTIONAL_TEXT, FIELD(json), 0, "machine-readable output", false },
    { "md", TEXT, FIELD(md), 0, "FILE: Markdown report", true },
    { "html", TEXT, FIELD(html), 0, "FILE: HTML report", true },
    { "target", LIST, FIELD(targets), FIELD(target_count), "ADDRESS: only this and what it needs", false },
    { "exclude", LIST, FIELD(excludes), FIELD(exclude_count), "ADDRESS: all but this and what needs it", false },
    { "replace", LIST, FIELD(replaces), FIELD(replace_count), "ADDRESS: replace it", false },
    { "allow", LIST, FIELD(allows), FIELD(allow_count), "ADDRESS: allow what a guard would deny", false },
    { "destroy", FLAG, FIELD(destroy), 0, "plan the destruction of everything", false },
    { "iam", FLAG, FIELD(iam), 0, "permissions the plan needs", true },
    { "refresh", TEXT, FIELD(no_refresh), 0, "=false: plan from the log alone", false },
    { "refresh-only", FLAG, FIELD(refresh_only), 0, "only look for drift", false },
    { "detailed-exitcode", FLAG, FIELD(detailed_exitcode), 0, "exit 2 when there are changes", false },
    { "update-lookups", OPTIONAL_TEXT, FIELD(update_lookups), 0, "take newer answers of lookups", false },
    { "verbose", FLAG, FIELD(verbose), 0, "all attributes (also -v)", false },
    { "yes", FLAG, FIELD(yes), 0, "do not ask (also -y)", false },
    { "digest", TEXT, FIELD(digest), 0, "D: only if the plan has this digest", false },
    { "resume", OPTIONAL_TEXT, FIELD(resume), 0, "go on with the unfinished run", false },
    { "accept-drift", FLAG, FIELD(accept_drift), 0, "go on over changes from outside", false },
    { "accept-missing", FLAG, FIELD(accept_missing), 0, "believe that many objects vanished", false },
    { "on-failure", TEXT, FIELD(on_failure), 0, "continue|stop: what to do when a step fails", false },
    { "parallelism", TEXT, FIELD(parallelism), 0, "N: steps at a time", false },
    { "lock-wait", TEXT, FIELD(lock_wait), 0, "DUR: wait for the lock (30s, 5m)", false },
    { "raw", FLAG, FIELD(raw), 0, "one value, as it is", false },
    { "dot", FLAG, FIELD(dot), 0, "Graphviz", false },
    { "mermaid", FLAG, FIELD(mermaid), 0, "Mermaid", false },
    { "svg", FLAG, FIELD(svg), 0, "SVG", true },
    { "all", FLAG, FIELD(all), 0, "everything", false },
    { "listen", TEXT, FIELD(listen), 0, "HOST:PORT on loopback", false },
    { "world", TEXT, FIELD(world), 0, "FILE: keep the simulated world", false },
    { "speed", TEXT, FIELD(speed), 0, "N: simulated seconds a second", false },
    { "seed", TEXT, FIELD(seed), 0, "N: of the simulated world", false },
    { "to", TEXT, FIELD(out), 0, "SERIAL: of the log, to go back to", true },
    { "since", TEXT, FIELD(out), 0, "REF: git revision to compare with", true },
    { "k8s", TEXT, FIELD(out), 0, "DIR: where manifests go", true },
    { "no-verify", FLAG, FIELD(no_verify), 0, "do not check signatures", false },
    { "color", TEXT, FIELD(color), 0, "always|never|auto", false },
    { "help", FLAG, FIELD(help), 0, "this text (also -h)", false },
#undef FIELD
};
static const char common[] = " chdir env var var-file state sim color help verbose ";

static bool listed(const char *words, const char *name)
{
    struct str rest = str_of(words);
    while (rest.ptr) {
        struct str word = str_split(&rest, ' ');
        if (str_is(word, name))
            return true;
    }
    return false;
}

static const struct option_row *find_row(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (str_is(name, rows[i].name))
            return &rows[i];
    return NULL;
}

static bool unknown_option(struct str name, struct err *err)
{
    struct str names[ARRAY_LEN(rows)];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        names[i] = str_of(rows[i].name);
    struct str near = str_nearest(name, names, ARRAY_LEN(rows));
    (void)FAIL(err, ERR_INVALID, "there is no option --%.*s", STR_ARG(name));
    return str_empty(near) ? false : err_hint(err, "did you mean --%.*s?", STR_ARG(near));
}

static bool set_option(struct cli *cli, const struct option_row *row, const char *value, struct err *err)
{
    char *base = (char *)&cli->options;
    if (!listed(common, row->name) && !(cli->command->options && listed(cli->command->options, row->name))) {
        (void)FAIL(err, ERR_INVALID, "`infra %s` takes no --%s", cli->command->name, row->name);
        return err_hint(err, "infra %s --help lists what it takes", cli->command->name);
    }
    if (row->not_built)
        return FAIL(err, ERR_NOT_BUILT, "--%s is not built yet", row->name);
    if (strcmp(row->name, "refresh") == 0) {
        if (strcmp(value, "false") != 0 && strcmp(value, "true") != 0)
            return FAIL(err, ERR_INVALID, "--refresh must be true or false, not '%s'", value);
        cli->options.no_refresh = strcmp(value, "false") == 0;
        return true;
    }
    switch (row->kind) {
    case FLAG:
        if (value && strcmp(value, "false") != 0 && strcmp(value, "true") != 0)
            return FAIL(err, ERR_INVALID, "--%s must be true or false, not '%s'", row->name, value);
        *(bool *)(base + row->offset) = !value || strcmp(value, "true") == 0;
        return true;
    case TEXT:
    case OPTIONAL_TEXT:
        *(const char **)(base + row->offset) = value ? value : "";
        return true;
    case LIST: {
        size_t *count = (size_t *)(base + row->count_offset);
        if (*count == CLI_LIST_MAX)
            return FAIL(err, ERR_LIMIT, "more than %d --%s", CLI_LIST_MAX, row->name);
        ((const char **)(base + row->offset))[(*count)++] = value;
        return true;
    }
    }
    return true;
}

static bool is_stack(struct cli *cli, const char *path)
{
    struct io_file_info info;
    struct str file = arena_printf(&cli->arena, "%s/stack.lua", path);
    return io_file_info(cli->io, file.ptr, &info, NULL);
}

static bool is_file(struct cli *cli, const char *path)
{
    struct io_file_info info;
    return io_file_info(cli->io, path, &info, NULL) && info.kind == IO_FILE;
}

static bool choose_stack(struct cli *cli, struct err *err)
{
    cli->stack_dir = cli->options.chdir ? cli->options.chdir : ".";
    if (cli->arg_count && is_stack(cli, cli->args[0])) {
        cli->stack_dir = cli->args[0];
        cli->arg_count--;
        memmove(cli->args, cli->args + 1, cli->arg_count * sizeof *cli->args);
    } else if (cli->arg_count && (strcmp(cli->command->name, "apply") == 0 || strcmp(cli->command->name, "show") == 0) &&
               is_file(cli, cli->args[0])) {
        cli->plan_file = cli->args[0];
        cli->arg_count--;
        memmove(cli->args, cli->args + 1, cli->arg_count * sizeof *cli->args);
    }
    if (cli->options.chdir && !is_stack(cli, cli->options.chdir))
        return FAIL(err, ERR_INVALID, "there is no stack.lua in %s", cli->options.chdir);
    return true;
}

/* A word that nobody takes is never passed over: `apply missing.plan --yes` must not apply the stack at hand instead. */
static bool check_args(const struct cli *cli, struct err *err)
{
    const struct cli_command *c = cli->command;
    if (!c->run || cli->arg_count <= c->args)
        return true;
    const char *word = cli->args[c->args];
    if (c->args || strstr(c->usage, "[STACK") == NULL)
        (void)FAIL(err, ERR_INVALID, "`infra %s` does not take '%s'", c->name, word);
    else if (strstr(c->usage, "PLANFILE"))
        (void)FAIL(err, ERR_NOT_FOUND, "there is no stack.lua in '%s', and it is no plan file", word);
    else
        (void)FAIL(err, ERR_NOT_FOUND, "there is no stack.lua in '%s'", word);
    return err_hint(err, "infra %s %s", c->name, c->usage);
}

/* The longest command that the words begin with: "state list" before "state". */
static const struct cli_command *find_command(int argc, char **argv, int *ret_used)
{
    const struct cli_command *found = NULL;
    for (const struct cli_command *c = cli_commands; c->name; c++) {
        struct str rest = str_of(c->name);
        int used = 0;
        bool fits = true;
        while (rest.ptr && fits) {
            struct str word = str_split(&rest, ' ');
            fits = 1 + used < argc && str_is(word, argv[1 + used]);
            used++;
        }
        if (fits && (!found || used > *ret_used)) {
            found = c;
            *ret_used = used;
        }
    }
    return found;
}

/* `word` alone, or with the next one when it begins a command of two words ("state lst"). */
static bool unknown_command(const char *word, const char *next, struct err *err)
{
    DROP_BUF struct buf both = { 0 };
    buf_printf(&both, "%s ", word);
    for (const struct cli_command *c = cli_commands; next && c->name; c++)
        if (str_starts(str_of(c->name), buf_str(&both))) {
            buf_add_cstr(&both, next);
            word = both.ptr;
            break;
        }
    struct str names[96];
    size_t count = 0;
    for (const struct cli_command *c = cli_commands; c->name && count < ARRAY_LEN(names); c++)
        names[count++] = str_of(c->name);
    struct str near = str_nearest(str_of(word), names, count);
    (void)FAIL(err, ERR_INVALID, "there is no command '%s'", word);
    return str_empty(near) ? err_hint(err, "infra help lists them") : err_hint(err, "did you mean `infra %.*s`?", STR_ARG(near));
}

bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err)
{
    int used = 0;
    static char help_word[] = "help", version_word[] = "version";
    char *alone[3] = { argv[0], NULL, NULL };
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        alone[1] = help_word;
    else if (strcmp(argv[1], "--version") == 0)
        alone[1] = version_word;
    if (alone[1]) {
        argv = alone;
        argc = 2;
    }
    cli->command = find_command(argc, argv, &used);
    if (!cli->command)
        return unknown_command(argv[1], argc > 2 ? argv[2] : NULL, err);
    bool only_args = false;
    for (int i = 1 + used; i < argc; i++) {
        char *a = argv[i];
        if (only_args || a[0] != '-' || !a[1]) {
            if (cli->arg_count == CLI_LIST_MAX)
                return FAIL(err, ERR_LIMIT, "more than %d arguments", CLI_LIST_MAX);
            cli->args[cli->arg_count++] = a;
            continue;
        }
        if (strcmp(a, "--") == 0) {
            only_args = true;
            continue;
        }
        struct str name = a[1] == '-' ? str_of(a + 2) : str_is(str_of(a), "-v") ? STR("verbose") : str_is(str_of(a), "-h") ? STR("help")
                          : str_is(str_of(a), "-y") ? STR("yes") : str_is(str_of(a), "-C") ? STR("chdir") : str_of(a + 1);
        ptrdiff_t eq = str_find_char(name, '=');
        const char *value = NULL;
        if (eq >= 0) {
            value = name.ptr + eq + 1;
            name = str_slice(name, 0, (size_t)eq);
        }
        const struct option_row *row = find_row(name);
        if (!row)
            return unknown_option(name, err);
        if (!value && (row->kind == TEXT || row->kind == LIST)) {
            if (i + 1 >= argc)
                return FAIL(err, ERR_INVALID, "--%s needs a value", row->name);
            value = argv[++i];
        }
        TRY(set_option(cli, row, value, err));
    }
    return cli->options.help || (choose_stack(cli, err) && check_args(cli, err));
}

static void list_option(struct cli *cli, const struct option_row *row)
{
    buf_printf(&cli->out, "  --%-20s %s%s\n", row->name, row->doc, row->not_built ? " (not built yet)" : "");
}

int cmd_help(struct cli *cli)
{
    const struct cli_command *one = cli->command;
    if (strcmp(one->name, "help") == 0 && cli->arg_count) {
        int used = 0;
        char *words[4] = { NULL };
        for (size_t i = 0; i < cli->arg_count && i < 3; i++)
            words[1 + i] = (char *)(uintptr_t)cli->args[i];
        one = find_command((int)MIN_OF(cli->arg_count, (size_t)3) + 1, words, &used);
        if (!one) {
            struct err err = { 0 };
            (void)unknown_command(cli->args[0], cli->arg_count > 1 ? cli->args[1] : NULL, &err);
            return cli_fail(cli, &err);
        }
    }
    if (strcmp(one->name, "help") == 0) {
        buf_printf(&cli->out, "infra plans and applies infrastructure described in Lua stacks.\n\n"
                              "  infra plan stacks/quickstart --sim      what would be done, on simulated clouds\n"
                              "  infra apply stacks/quickstart --sim --yes\n\n");
        for (const struct cli_command *c = cli_commands; c->name; c++)
            buf_printf(&cli->out, "  %-16s %s%s\n", c->name, c->summary, c->run ? "" : " (not built yet)");
        buf_printf(&cli->out, "\ninfra COMMAND --help says more.\n");
        return EXIT_OK;
    }
    if (one->examples)
        buf_printf(&cli->out, "%s\n", one->examples);
    buf_printf(&cli->out, "infra %s %s\n%s%s\n\n", one->name, one->usage, one->summary, one->run ? "" : " (not built yet)");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if ((one->options && listed(one->options, rows[i].name)) || listed(common, rows[i].name))
            list_option(cli, &rows[i]);
    return EXIT_OK;
}
