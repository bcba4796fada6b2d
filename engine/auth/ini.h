/*
 * ini.h - reads ~/.aws/config and ~/.aws/credentials.
 *
 *     struct ini config;
 *     TRY(ini_parse(arena, INI_CONFIG, path, text, &config, err));
 *     const struct ini_section *dev = ini_find(&config, INI_PROFILE, STR("dev"));
 *     struct str region = dev ? ini_get(dev, "region") : STR_NONE;
 *     ini_wipe(&config);                                      values may be secrets
 *
 * Follows the parser tests that the AWS SDKs share (tests/vectors/aws_config): sections [default], [profile x],
 * [sso-session x], [services x] (credentials file: [x]); names and properties with other characters are ignored; '#' and ';'
 * begin a comment at the start of a line, after white space in a value, anywhere after a section; indented lines continue
 * the value before; under a property without a value they are its sub-properties. Sections of one name merge, the last
 * value wins, [profile default] hides [default]. Beyond those tests: indented comment lines, and quoted names with spaces.
 */
#ifndef ENGINE_AUTH_INI_H
#define ENGINE_AUTH_INI_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

enum { INI_MAX_BYTES = 1 << 20, INI_MAX_PROPERTIES = 20000 };

enum ini_dialect { INI_CONFIG, INI_CREDENTIALS };
enum ini_kind { INI_PROFILE, INI_SSO_SESSION, INI_SERVICES };

struct ini_property {
    struct str name;    /* lower case */
    struct str value;   /* trimmed; continuation lines follow after '\n', sub-properties too (then it begins with '\n') */
    int line;
};

struct ini_section {
    enum ini_kind kind;
    struct str name;
    bool prefixed;      /* written [profile default], not [default] */
    int line;
    VEC(struct ini_property) properties;
};

struct ini {
    struct arena *arena;
    VEC(struct ini_section) sections;   /* in the order of the file */
};

/*
 * Everything is copied into `arena`. Fails with ERR_INVALID and "PATH:LINE: what is wrong" (never quoting the line: it may
 * be a secret), ERR_LIMIT when the file is out of proportion. `path` is for messages only.
 */
bool ini_parse(struct arena *arena, enum ini_dialect dialect, const char *path, struct str text, struct ini *ret,
               struct err *err) MUST_USE;
const struct ini_section *ini_find(const struct ini *ini, enum ini_kind kind, struct str name); /* NULL: not there */
/* `section` may be NULL. STR_NONE: not there; a value that is there but empty has a pointer. */
struct str ini_get(const struct ini_section *section, const char *name);
struct str ini_get_nested(const struct ini_section *section, const char *name, struct str sub_name);
void ini_wipe(struct ini *ini);         /* overwrites every value; for the failed parse too */

#endif
