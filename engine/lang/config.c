/*
 * config.c - finding things in a config, where they stand in the stack's text, and letting it go.
 */
#include "engine/lang/lang_internal.h"

void config_free(struct config *config)
{
    if (!config)
        return;
    if (config->lang) {
        host_close(config->lang);
        buf_done(&config->lang->text);
        arena_done(&config->lang->work);
        arena_done(&config->lang->scratch);
    }
    struct arena arena = config->arena; /* the config lies in it */
    arena_done(&arena);
}

struct config_resource *config_find(const struct config *config, struct str address)
{
    return map_find(&config->by_address, address);
}

static struct pos resource_pos(struct lang *lang, const struct config_resource *r, struct path path,
                               bool of_value)
{
    const char *prefix = lang->config->providers.items[r->provider].type->prefix;
    struct lang_frame frame = {map_find(&lang->modules, r->at.file), r->at.line};
    if (!frame.module)
        return r->at;
    return lang_path_pos(frame, str_of(r->type->name + strlen(prefix)), r->name, path.steps, path.count,
                         of_value);
}

struct pos config_resource_pos(struct lang *lang, const struct config_resource *r)
{
    return resource_pos(lang, r, (struct path){0}, false);
}

struct pos config_attr_pos(const struct config_resource *resource, struct path path, bool of_value)
{
    return resource->fields ? resource_pos(resource->fields, resource, path, of_value) : resource->at;
}
