/*
 * xml.h - reads an XML document into a small tree inside an arena.
 *
 *     struct xml_node *root;
 *     TRY(xml_parse(arena, body, NULL, &root, err));
 *     struct str id = xml_text(xml_child(root, "requestId"));
 *
 * Element names lose their namespace prefix; attributes keep theirs ("xsi:type") and xmlns declarations are dropped. A node
 * has either children or text: white space (and any other text) beside children is not kept. A document with a DOCTYPE is
 * refused, so there are no entities to expand besides the five of XML itself. Never suspends.
 */
#ifndef ENGINE_NET_XML_H
#define ENGINE_NET_XML_H

#include "engine/base/buf.h"
#include "engine/base/err.h"

enum { XML_DEPTH_MAX = 64, XML_BYTES_MAX = 64 << 20 };

struct xml_attribute {
    struct str name, value;
    struct xml_attribute *next;
};

struct xml_node {
    struct str name; /* without prefix */
    struct str text; /* empty when there are children */
    struct xml_attribute *attributes;
    struct xml_node *parent, *next, *first, *last;
    size_t child_count;
};

struct xml_limits {
    size_t max_depth; /* of elements; 0: XML_DEPTH_MAX */
    size_t max_bytes; /* of the text; 0: XML_BYTES_MAX */
};

/*
 * The tree lives in `arena` and holds no view of `text`. `limits` may be NULL. Fails with ERR_INVALID (malformed, cut off,
 * empty, or with a DOCTYPE; the message has line and column) or ERR_LIMIT.
 */
bool xml_parse(struct arena *arena, struct str text, const struct xml_limits *limits, struct xml_node **ret_root,
               struct err *err) MUST_USE;

/* The first child of that name; NULL: none, or node is NULL. */
struct xml_node *xml_child(const struct xml_node *node, const char *name);
/* "" for NULL. */
struct str xml_text(const struct xml_node *node);
/* The text of the first child of that name; "" when there is none. */
struct str xml_child_text(const struct xml_node *node, const char *name);
/* By its name with prefix; ptr NULL: there is none. */
struct str xml_attribute(const struct xml_node *node, struct str name);

/* Appends text with the characters that XML reserves (and those that it forbids bare in attributes) escaped. */
void xml_escape(struct buf *out, struct str text);

#endif
