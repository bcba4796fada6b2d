/*
 * input_sources.c - where inputs come from: --var > --var-file > INFRA_VAR_x > env/<name>.yaml > inputs.yaml.
 *
 * Files are read once, before the stack runs. A name in a file or an option that no input has is an error
 * when the stack has run to its end: a misspelt input must not fall back to its default in silence. The
 * environment is shared with others, so it is only asked.
 */
#include "engine/lang/lang_internal.h"

static void bad_source(struct lang *lang, struct str name, const char *message)
{
    lang_report(lang,
                lang_finding(lang, "E0305", (struct pos){.file = name}, "%.*s: %s", STR_ARG(name), message));
    lang->inputs_failed = true;
}

static void add_file(struct lang *lang, struct str name, struct str text)
{
    struct err err = {0};
    struct value values;
    bool json = str_ends(name, STR(".json"));
    if (json ? !value_from_json(lang->arena, text, &values, &err)
             : !value_from_yaml(lang->arena, text, &values, &err)) {
        bad_source(lang, name, err.message);
        return;
    }
    if (!value_present(values))
        values = value_map(lang->arena, NULL, 0); /* an empty file */
    if (values.kind != VALUE_MAP) {
        bad_source(lang, name, "must hold input names and values");
        return;
    }
    lang->sources[lang->source_count++] =
        (struct lang_input_source){.name = name, .values = values, .strict = true};
}

static void add_project_file(struct lang *lang, struct str name)
{
    struct str text;
    bool there;
    struct err err = {0};
    if (!chunk_project_file(lang, name.ptr, &text, &there, &err))
        bad_source(lang, name, err.message);
    else if (there)
        add_file(lang, name, text);
}

bool input_sources_load(struct lang *lang)
{
    const struct lang_options *o = lang->options;
    lang->sources = ARENA_ARRAY(&lang->work, struct lang_input_source, o->var_file_count + 5);
    if (o->bundle) {
        lang->sources[lang->source_count++] =
            (struct lang_input_source){.name = STR("plan"), .values = o->bundle_inputs};
        return true;
    }
    lang->sources[lang->source_count++] =
        (struct lang_input_source){.name = STR("--var"),
                                   .vars = o->vars,
                                   .var_count = o->var_count,
                                   .var_used = ARENA_ARRAY(&lang->work, bool, o->var_count),
                                   .strict = true};
    for (size_t i = o->var_file_count; i-- > 0;) { /* the last one wins */
        struct str text, name = lang_textf(lang, "%s", o->var_files[i]);
        struct err err = {0};
        if (io_file_read_linked(o->io, lang->arena, o->var_files[i], LANG_FILE_MAX_BYTES, &text, &err))
            add_file(lang, name, text);
        else
            bad_source(lang, name, err.message);
    }
    lang->sources[lang->source_count++] =
        (struct lang_input_source){.name = STR("INFRA_VAR_"), .shared = true};
    if (o->env.len && !address_segment_ok(o->env, LANG_NAME_MAX))
        bad_source(lang, STR("--env"), "an env's name is letters, digits and _ . : -");
    else if (o->env.len)
        add_project_file(lang, lang_textf(lang, "env/%.*s.yaml", STR_ARG(o->env)));
    add_project_file(lang, STR("inputs.yaml"));
    return !lang->inputs_failed;
}

bool input_sources_find(struct lang *lang, struct str name, struct value *ret, bool *ret_raw,
                        struct str *ret_source)
{
    for (size_t i = 0; i < lang->source_count; i++) {
        struct lang_input_source *source = &lang->sources[i];
        struct value v = VALUE_NONE;
        bool raw = false;
        struct str from = source->name;
        for (size_t j = 0; j < source->var_count; j++)
            if (str_eq(source->vars[j].name, name)) {
                source->var_used[j] = true;
                v = value_str_copy(lang->arena, source->vars[j].value);
                raw = true;
            }
        if (source->shared && lang->options->getenv) {
            struct str variable = lang_textf(lang, "INFRA_VAR_%.*s", STR_ARG(name));
            const char *text = lang->options->getenv(lang->options->getenv_context, variable.ptr);
            if (text) {
                v = value_str_copy(lang->arena, str_of(text));
                raw = true;
                from = variable;
            }
        }
        if (source->values.kind == VALUE_MAP)
            v = value_get_str(source->values, name);
        if (!value_present(v))
            continue;
        *ret = v;
        *ret_raw = raw;
        *ret_source = from;
        return true;
    }
    return false;
}

static void unknown(struct lang *lang, struct str source, struct str name)
{
    struct config *config = lang->config;
    struct str *names = ARENA_ARRAY(&lang->work, struct str, config->inputs.count);
    for (size_t i = 0; i < config->inputs.count; i++)
        names[i] = config->inputs.items[i].name;
    bool option = str_starts(source, STR("--"));
    struct diag *finding =
        lang_finding(lang, "E0304", (struct pos){.file = option ? STR_NONE : source},
                     "%.*s: the stack has no input `%.*s`", STR_ARG(source), STR_ARG(name));
    lang_nearest(lang, finding, name, names, config->inputs.count);
    lang_report(lang, finding);
}

static bool declared(const struct config *config, struct str name)
{
    for (size_t i = 0; i < config->inputs.count; i++)
        if (str_eq(config->inputs.items[i].name, name))
            return true;
    return false;
}

void input_sources_unknown(struct lang *lang)
{
    for (size_t i = 0; i < lang->source_count; i++) {
        const struct lang_input_source *source = &lang->sources[i];
        if (!source->strict)
            continue;
        for (size_t j = 0; j < source->var_count; j++)
            if (!declared(lang->config, source->vars[j].name))
                unknown(lang, source->name, source->vars[j].name);
        for (uint32_t j = 0; source->values.kind == VALUE_MAP && j < source->values.count; j++) {
            struct str name = str_n(source->values.fields[j].key, source->values.fields[j].key_len);
            if (!declared(lang->config, name))
                unknown(lang, source->name, name);
        }
    }
}
