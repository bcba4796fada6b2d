/*
 * xml.c - XML reading over libexpat.
 *
 * Expat calls back for every start, end and run of text; the tree is built as it goes. A refusal of ours (depth, DOCTYPE)
 * stops the parser and leaves its reason in the reader, because expat itself would only say "aborted".
 */
#include "engine/net/xml.h"

#include <expat.h>
#include <limits.h>

DEFINE_DROP(parser, XML_Parser, XML_ParserFree)

enum refusal { REFUSED_NOTHING, REFUSED_DEPTH, REFUSED_DOCTYPE };

struct reader {
    struct arena *arena;
    XML_Parser parser;
    struct xml_node *root, *open;
    struct buf text; /* of the open element, so far */
    size_t depth, max_depth;
    enum refusal refusal;
};

static void refuse(struct reader *reader, enum refusal why)
{
    reader->refusal = why;
    XML_StopParser(reader->parser, XML_FALSE);
}

static struct str local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return str_of(colon ? colon + 1 : name);
}

static void add_attributes(struct reader *reader, struct xml_node *node, const char **pairs)
{
    struct xml_attribute **end = &node->attributes;
    for (; pairs[0]; pairs += 2) {
        struct str name = str_of(pairs[0]);
        if (str_is(name, "xmlns") || str_starts(name, STR("xmlns:")))
            continue;
        *end = ARENA_NEW(reader->arena, struct xml_attribute);
        (*end)->name = arena_str(reader->arena, name);
        (*end)->value = arena_str(reader->arena, str_of(pairs[1]));
        end = &(*end)->next;
    }
}

static void on_start(void *context, const char *name, const char **pairs)
{
    struct reader *reader = context;
    if (++reader->depth > reader->max_depth) {
        refuse(reader, REFUSED_DEPTH);
        return;
    }
    struct xml_node *node = ARENA_NEW(reader->arena, struct xml_node), *parent = reader->open;
    node->name = arena_str(reader->arena, local_name(name));
    node->parent = parent;
    add_attributes(reader, node, pairs);
    if (!parent) {
        reader->root = node;
    } else {
        if (parent->last)
            parent->last->next = node;
        else
            parent->first = node;
        parent->last = node;
        parent->child_count++;
    }
    reader->open = node;
    buf_truncate(&reader->text, 0);
}

static void on_end(void *context, const char *name)
{
    struct reader *reader = context;
    (void)name;
    if (reader->refusal)
        return;
    struct xml_node *node = reader->open;
    node->text = node->first ? STR("") : arena_str(reader->arena, buf_str(&reader->text));
    buf_truncate(&reader->text, 0);
    reader->open = node->parent;
    reader->depth--;
}

static void on_text(void *context, const char *text, int len)
{
    struct reader *reader = context;
    buf_add(&reader->text, text, (size_t)len);
}

static void on_doctype(void *context, const char *name, const char *system_id, const char *public_id,
                       int has_internal_subset)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
    refuse(context, REFUSED_DOCTYPE);
}

static bool explain(const struct reader *reader, struct err *err)
{
    switch (reader->refusal) {
    case REFUSED_DEPTH:
        return FAIL(err, ERR_LIMIT, "XML is nested deeper than %zu elements", reader->max_depth);
    case REFUSED_DOCTYPE: return FAIL(err, ERR_INVALID, "XML with a DOCTYPE is refused");
    case REFUSED_NOTHING: break;
    }
    return FAIL(err, ERR_INVALID, "XML is malformed at line %lu, column %lu: %s",
                (unsigned long)XML_GetCurrentLineNumber(reader->parser),
                (unsigned long)XML_GetCurrentColumnNumber(reader->parser) + 1,
                XML_ErrorString(XML_GetErrorCode(reader->parser)));
}

bool xml_parse(struct arena *arena, struct str text, const struct xml_limits *limits,
               struct xml_node **ret_root, struct err *err)
{
    size_t max_bytes = limits && limits->max_bytes ? limits->max_bytes : XML_BYTES_MAX;
    if (text.len > max_bytes || text.len > INT_MAX)
        return FAIL(err, ERR_LIMIT, "XML of %zu bytes is over the limit of %zu", text.len, max_bytes);

    /* UTF-8 whatever the declaration says: AWS sends nothing else. */
    DROP(parser) XML_Parser parser = XML_ParserCreate("UTF-8");
    if (!parser)
        return FAIL(err, ERR_INTERNAL, "out of memory for an XML parser");
    struct reader reader = { .arena = arena, .parser = parser };
    reader.max_depth = limits && limits->max_depth ? limits->max_depth : XML_DEPTH_MAX;
    XML_SetUserData(parser, &reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);

    bool read = XML_Parse(parser, text.ptr ? text.ptr : "", (int)text.len, 1) == XML_STATUS_OK;
    buf_done(&reader.text);
    if (!read)
        return explain(&reader, err);
    *ret_root = reader.root;
    return true;
}

struct xml_node *xml_child(const struct xml_node *node, const char *name)
{
    for (struct xml_node *child = node ? node->first : NULL; child; child = child->next) {
        if (str_is(child->name, name))
            return child;
    }
    return NULL;
}

struct str xml_text(const struct xml_node *node)
{
    return node ? node->text : STR("");
}

struct str xml_child_text(const struct xml_node *node, const char *name)
{
    return xml_text(xml_child(node, name));
}

struct str xml_attribute(const struct xml_node *node, struct str name)
{
    for (const struct xml_attribute *a = node ? node->attributes : NULL; a; a = a->next) {
        if (str_eq(a->name, name))
            return a->value;
    }
    return STR_NONE;
}

void xml_escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        switch (c) {
        case '&': buf_add_cstr(out, "&amp;"); break;
        case '<': buf_add_cstr(out, "&lt;"); break;
        case '>': buf_add_cstr(out, "&gt;"); break;
        case '"': buf_add_cstr(out, "&quot;"); break;
        case '\r': buf_add_cstr(out, "&#xD;"); break; /* a parser would make it a line feed */
        case '\n': buf_add_cstr(out, "&#xA;"); break;
        default:
            /* U+0085 and U+2028 are line ends to an XML 1.1 reader */
            if (c == 0xc2 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] == 0x85) {
                buf_add_cstr(out, "&#x85;");
                i++;
            } else if (c == 0xe2 && i + 2 < text.len && memcmp(text.ptr + i, "\xe2\x80\xa8", 3) == 0) {
                buf_add_cstr(out, "&#x2028;");
                i += 2;
            } else {
                buf_add_char(out, (char)c);
            }
        }
    }
}
