/*
 * ini.c - the parser of AWS's configuration files, line by line.
 *
 * A line is one of: empty, comment, section, property (at column 1), continuation (indented). The cursor remembers where
 * properties and continuations go; `section` NULL with `ignoring` set swallows what stands under a name we do not take.
 */
#include "engine/auth/ini.h"
#include "engine/base/digest.h"

struct cursor {
    struct ini *ini;
    enum ini_dialect dialect;
    const char *path;
    int line;
    size_t section, property;    /* index + 1; 0: none */
    bool in_section, in_property; /* seen at all, even if ignored */
    bool nested;                 /* the property had no value of its own */
    size_t count;
};

static bool bad(const struct cursor *at, struct err *err, const char *what)
{
    return FAIL(err, ERR_INVALID, "%s:%d: %s", at->path, at->line, what);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_name(struct str s, bool spaces)
{
    if (str_empty(s))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!alnum && !strchr("-/.%@_:+", c) && !(spaces && c == ' '))
            return false;
    }
    return true;
}

static struct str lower(struct arena *arena, struct str s)
{
    char *out = arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    return str_n(out, s.len);
}

static void wipe(struct str s)
{
    if (s.len)
        secret_wipe((void *)(uintptr_t)s.ptr, s.len);
}

static struct ini_section *current_section(const struct cursor *at)
{
    return at->section ? &at->ini->sections.items[at->section - 1] : NULL;
}

static size_t section_index(struct cursor *at, enum ini_kind kind, struct str name, bool prefixed)
{
    struct ini *ini = at->ini;
    for (size_t i = 0; i < ini->sections.count; i++) {
        const struct ini_section *s = &ini->sections.items[i];
        if (s->kind == kind && s->prefixed == prefixed && str_eq(s->name, name))
            return i + 1;
    }
    *VEC_PUSH(&ini->sections, ini->arena) = (struct ini_section){
        .kind = kind, .name = arena_str(ini->arena, name), .prefixed = prefixed, .line = at->line,
    };
    return ini->sections.count;
}

/* The word before white space is the kind; a name alone is a profile in the credentials file, and [default] in both. */
static void open_section(struct cursor *at, struct str inside)
{
    size_t word = 0;
    while (word < inside.len && !is_blank(inside.ptr[word]))
        word++;
    struct str kind = str_slice(inside, 0, word), name = str_trim(str_slice(inside, word, inside.len));
    bool quoted = name.len >= 2 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"';
    if (quoted)
        name = str_slice(name, 1, name.len - 1);

    at->section = 0;
    if (at->dialect == INI_CREDENTIALS) {
        if (is_name(inside, false))
            at->section = section_index(at, INI_PROFILE, inside, false);
    } else if (str_is(inside, "default")) {
        at->section = section_index(at, INI_PROFILE, inside, false);
    } else if (is_name(name, quoted)) {
        if (str_is(kind, "profile"))
            at->section = section_index(at, INI_PROFILE, name, true);
        else if (str_is(kind, "sso-session"))
            at->section = section_index(at, INI_SSO_SESSION, name, true);
        else if (str_is(kind, "services"))
            at->section = section_index(at, INI_SERVICES, name, true);
    }
}

static bool read_section(struct cursor *at, struct str line, struct err *err)
{
    at->in_section = true;
    at->in_property = false;
    at->property = 0;
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '#' || line.ptr[i] == ';')
            line = str_slice(line, 0, i);
    line = str_trim(line);
    if (line.ptr[line.len - 1] != ']')
        return bad(at, err, "a section must end with ']'");
    open_section(at, str_trim(str_slice(line, 1, line.len - 1)));
    return true;
}

static bool read_property(struct cursor *at, struct str line, struct err *err)
{
    if (!at->in_section)
        return bad(at, err, "expected a section like [default] or [profile NAME] before the first property");
    for (size_t i = 1; i < line.len; i++)
        if ((line.ptr[i] == '#' || line.ptr[i] == ';') && is_blank(line.ptr[i - 1]))
            line = str_slice(line, 0, i);
    if (str_find_char(line, '=') < 0)
        return bad(at, err, "expected an '=' sign defining a property");
    struct str value = line;
    struct str name = str_trim(str_split(&value, '='));
    value = str_trim(value);
    if (str_empty(name))
        return bad(at, err, "a property has no name before '='");
    at->in_property = true;
    at->nested = str_empty(value);
    at->property = 0;
    struct ini_section *section = current_section(at);
    if (!section || !is_name(name, false))
        return true;
    if (++at->count > INI_MAX_PROPERTIES)
        return FAIL(err, ERR_LIMIT, "%s:%d: more than %d properties", at->path, at->line, INI_MAX_PROPERTIES);

    struct ini_property property = { lower(at->ini->arena, name), arena_str(at->ini->arena, value), at->line };
    for (size_t i = 0; i < section->properties.count; i++) {
        if (str_eq(section->properties.items[i].name, property.name)) {
            wipe(section->properties.items[i].value);
            section->properties.items[i] = property;
            at->property = i + 1;
            return true;
        }
    }
    *VEC_PUSH(&section->properties, at->ini->arena) = property;
    at->property = section->properties.count;
    return true;
}

static bool read_continuation(struct cursor *at, struct str line, struct err *err)
{
    if (!at->in_section)
        return bad(at, err, "expected a section like [default] or [profile NAME], found an indented line");
    if (!at->in_property)
        return bad(at, err, "expected a property at the start of the line, found an indented line");
    line = str_trim(line);
    if (at->nested) {
        ptrdiff_t equals = str_find_char(line, '=');
        if (equals < 0)
            return bad(at, err, "expected an '=' sign defining a sub-property");
        if (str_empty(str_trim(str_slice(line, 0, (size_t)equals))))
            return bad(at, err, "a sub-property has no name before '='");
    }
    struct ini_section *section = current_section(at);
    if (!section || !at->property)
        return true;
    struct ini_property *property = &section->properties.items[at->property - 1];
    struct str longer = arena_join(at->ini->arena, (struct str[]){ property->value, line }, 2, STR("\n"));
    wipe(property->value);
    property->value = longer;
    return true;
}

/* [default] counts only where there is no [profile default]. */
static void hide_plain_default(struct ini *ini)
{
    size_t kept = 0;
    bool prefixed = false;
    for (size_t i = 0; i < ini->sections.count; i++)
        prefixed = prefixed || (ini->sections.items[i].kind == INI_PROFILE && ini->sections.items[i].prefixed &&
                                str_is(ini->sections.items[i].name, "default"));
    for (size_t i = 0; i < ini->sections.count; i++) {
        struct ini_section *s = &ini->sections.items[i];
        if (prefixed && !s->prefixed && s->kind == INI_PROFILE && str_is(s->name, "default")) {
            for (size_t j = 0; j < s->properties.count; j++)
                wipe(s->properties.items[j].value);
            continue;
        }
        ini->sections.items[kept++] = *s;
    }
    ini->sections.count = kept;
}

bool ini_parse(struct arena *arena, enum ini_dialect dialect, const char *path, struct str text, struct ini *ret,
               struct err *err)
{
    *ret = (struct ini){ .arena = arena };
    struct cursor at = { .ini = ret, .dialect = dialect, .path = path };
    if (text.len > INI_MAX_BYTES)
        return FAIL(err, ERR_LIMIT, "%s is larger than %d bytes", path, INI_MAX_BYTES);
    if (str_find_char(text, '\0') >= 0)
        return FAIL(err, ERR_INVALID, "%s is not a text file", path);
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.len);
    while (text.ptr) {
        struct str line = str_split(&text, '\n');
        at.line++;
        struct str trimmed = str_trim(line);
        if (str_empty(trimmed) || trimmed.ptr[0] == '#' || trimmed.ptr[0] == ';')
            continue;
        if (is_blank(line.ptr[0]))
            TRY(read_continuation(&at, line, err));
        else if (line.ptr[0] == '[')
            TRY(read_section(&at, line, err));
        else
            TRY(read_property(&at, line, err));
    }
    hide_plain_default(ret);
    return true;
}

const struct ini_section *ini_find(const struct ini *ini, enum ini_kind kind, struct str name)
{
    for (size_t i = 0; i < ini->sections.count; i++)
        if (ini->sections.items[i].kind == kind && str_eq(ini->sections.items[i].name, name))
            return &ini->sections.items[i];
    return NULL;
}

struct str ini_get(const struct ini_section *section, const char *name)
{
    for (size_t i = 0; section && i < section->properties.count; i++)
        if (str_is(section->properties.items[i].name, name))
            return section->properties.items[i].value;
    return STR_NONE;
}

struct str ini_get_nested(const struct ini_section *section, const char *name, struct str sub_name)
{
    struct str rest = ini_get(section, name), found = STR_NONE;
    if (rest.len == 0 || rest.ptr[0] != '\n')
        return STR_NONE;
    while (rest.ptr) {
        struct str value = str_split(&rest, '\n');
        if (str_empty(value))
            continue;
        struct str key = str_trim(str_split(&value, '='));
        bool same = key.len == sub_name.len;
        for (size_t i = 0; same && i < key.len; i++)
            same = (key.ptr[i] | (key.ptr[i] >= 'A' && key.ptr[i] <= 'Z' ? 32 : 0)) == sub_name.ptr[i];
        if (same)
            found = str_trim(value);
    }
    return found;
}

void ini_wipe(struct ini *ini)
{
    for (size_t i = 0; i < ini->sections.count; i++)
        for (size_t j = 0; j < ini->sections.items[i].properties.count; j++) {
            wipe(ini->sections.items[i].properties.items[j].value);
            ini->sections.items[i].properties.items[j].value = STR_NONE;
        }
}
